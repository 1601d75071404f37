package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Pictures that were coded badly before: damaged on the way and concealed by a decoder, or coded at
 * a rate that was far too low. The stretch is coded, harmed and decoded on its own, and comes into
 * the new clip as pictures: its decoder notices nothing.
 */
final class SecondHandPictures {

    /** A block of 16x16 looks wrong when its luma is off by this much on average, of 255. */
    private static final int VISIBLE_LEVELS = 20;

    /** A picture is damaged when this share of it looks wrong. */
    private static final double VISIBLE_SHARE = 0.002;

    private static final int TRIALS = 7;

    /** Pictures a second between: not every coder takes every rate. */
    static final int RATE = 25;

    private SecondHandPictures() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "video.block_corruption",
                                "macroblocks that a decoder made of damaged data, baked into the picture",
                                Needs.EARLIER_PICTURES,
                                new Strength(
                                        "share of the picture that looks wrong, on average, in percent",
                                        0.5,
                                        60,
                                        10),
                                List.of(Parameter.word("codec", "mpeg2", "h264"))),
                        SecondHandPictures::damage),
                new Injector(
                        new Kind(
                                "video.blockiness",
                                "blocks of coding at a starving rate",
                                Needs.PICTURES,
                                new Strength("quantiser of MPEG-2", 8, 31, 31),
                                List.of()),
                        SecondHandPictures::starve));
    }

    private static void starve(Planted defect, Recipe recipe) throws IOException {
        String quantiser = Kind.plain(defect.strength());
        Path coded = file(recipe, defect, "starved.nut");
        code(
                recipe,
                defect,
                List.of("-c:v", "mpeg2video", "-q:v", quantiser, "-qmin", quantiser),
                coded);
        recipe.coverPictures(coded, defect);
    }

    private static void damage(Planted defect, Recipe recipe) throws IOException {
        SliceDamage damage = SliceDamage.valueOf(defect.word("codec").toUpperCase(Locale.ROOT));
        String rate = Long.toString(bitsPerSecond(recipe.pictureTrack()));
        List<String> coder =
                switch (damage) {
                    case MPEG2 -> List.of("-c:v", "mpeg2video", "-q:v", "3", "-bf", "0");
                    case H264 ->
                            List.of(
                                    "-c:v",
                                    "libopenh264",
                                    "-slices",
                                    "8",
                                    "-allow_skip_frames",
                                    "0",
                                    "-b:v",
                                    rate);
                };
        String extension =
                switch (damage) {
                    case MPEG2 -> ".m2v";
                    case H264 -> ".h264";
                };
        Path clean = file(recipe, defect, "clean" + extension);
        code(recipe, defect, coder, clean);
        Path damaged = file(recipe, defect, "damaged" + extension);
        Path decoded = file(recipe, defect, "decoded.nut");
        double[] shares = {};
        double low = Math.log(0.0002);
        double high = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            double slices = (low + high) / 2;
            damage.write(clean, damaged, Math.exp(slices), defect);
            decode(damaged, decoded);
            shares = wrongShares(clean, decoded, recipe.pictureTrack());
            double ratio = mean(shares) / (defect.strength() / 100);
            if (Math.abs(ratio - 1) < 0.15) {
                break;
            }
            low = ratio < 1 ? slices : low;
            high = ratio < 1 ? high : slices;
        }
        recipe.coverPictures(decoded, defect);
        tell(defect, recipe, shares);
    }

    private static long bitsPerSecond(Clip.Pictures pictures) {
        return (long) (0.2 * pictures.width() * pictures.height() * pictures.rate().perSecond());
    }

    /** What can be seen of it, and from where to where. */
    private static void tell(Planted defect, Recipe recipe, double[] shares) {
        int first = 0;
        while (first < shares.length && shares[first] < VISIBLE_SHARE) {
            first++;
        }
        int end = shares.length;
        while (end > first && shares[end - 1] < VISIBLE_SHARE) {
            end--;
        }
        int visible = 0;
        for (double share : shares) {
            visible += share >= VISIBLE_SHARE ? 1 : 0;
        }
        Clip.Pictures pictures = recipe.pictureTrack();
        int begin = pictures.firstAt(defect.fromMicros());
        recipe.measured("wrong_area_percent", Math.round(mean(shares) * 10_000) / 100.0);
        recipe.measured(
                "visible_pictures_percent",
                shares.length == 0 ? 0 : Math.round(1_000.0 * visible / shares.length) / 10.0);
        recipe.limitTo(pictures.begin(begin + first), pictures.begin(begin + end));
    }

    private static double mean(double[] shares) {
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        return shares.length == 0 ? 0 : sum / shares.length;
    }

    private static Path file(Recipe recipe, Planted defect, String name) {
        return recipe.folder().resolve(defect.fromMicros() + "-" + defect.kind().id() + "-" + name);
    }

    /** Codes the pictures of the defect, as they are at this step, on their own. */
    private static void code(Recipe recipe, Planted defect, List<String> coder, Path target)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-y"));
        arguments.addAll(recipe.inputs());
        String before = recipe.pictures().text().isEmpty() ? "" : recipe.pictures().text() + ";";
        String cut =
                String.format(
                        Locale.ROOT,
                        "%s[%s]trim=start=%.6f:end=%.6f,setpts=N/%5$d/TB,fps=%5$d,format=yuv420p[cut]",
                        before,
                        recipe.pictures().end(),
                        defect.gateFromSeconds(),
                        defect.gateToSeconds(),
                        RATE);
        arguments.addAll(List.of("-filter_complex", cut, "-map", "[cut]"));
        arguments.addAll(coder);
        arguments.addAll(List.of("-g", "12", "-fps_mode", "passthrough", "-threads", "1"));
        arguments.addAll(List.of("-flags", "+bitexact", "-fflags", "+bitexact"));
        arguments.add(target.toString());
        FfmpegProgram.ffmpeg().run(arguments);
    }

    /**
     * What a decoder makes of damage, without loss. Where it conceals nothing, it leaves what was
     * in the buffer before. The program decodes in one thread and gives buffers back in another, in
     * time or not; here a filter decodes, and the next one gives each buffer back at once. So the
     * same damage gives the same pictures.
     */
    private static void decode(Path damaged, Path decoded) throws IOException {
        String graph =
                "movie=filename=%s,copy,setpts=N/%d/TB[decoded]"
                        .formatted(FilterGraph.escaped(damaged.toString()), RATE);
        List<String> arguments = new ArrayList<>(List.of("-v", "quiet", "-y"));
        arguments.addAll(List.of("-filter_complex_threads", "1", "-filter_complex", graph));
        arguments.addAll(List.of("-map", "[decoded]", "-c:v", "ffv1", "-threads", "1"));
        arguments.addAll(List.of("-fps_mode", "passthrough", decoded.toString()));
        FfmpegProgram.ffmpeg().run(arguments);
    }

    /** For each picture, the share of its blocks that looks wrong. */
    private static double[] wrongShares(Path clean, Path damaged, Clip.Pictures pictures)
            throws IOException {
        int columns = Math.max(1, pictures.width() / 16);
        int rows = Math.max(1, pictures.height() / 16);
        // Missing pictures of the damaged one are its last ones again, as in the new clip.
        String graph =
                ("[0:v]split[a][m];[m][1:v]overlay=eof_action=repeat[o];[a][o]blend=all_mode=difference:shortest=1,"
                                + "format=gray,scale=%d:%d:flags=area[d]")
                        .formatted(columns, rows);
        List<String> arguments =
                List.of(
                        "-v",
                        "quiet",
                        "-i",
                        clean.toString(),
                        "-threads",
                        "1",
                        "-i",
                        damaged.toString(),
                        "-filter_complex",
                        graph,
                        "-map",
                        "[d]",
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "rawvideo",
                        "-pix_fmt",
                        "gray",
                        "-");
        Process process =
                FfmpegProgram.ffmpeg()
                        .command(arguments)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (InputStream cells = process.getInputStream()) {
            List<Double> shares = new ArrayList<>();
            byte[] picture = new byte[columns * rows];
            while (cells.readNBytes(picture, 0, picture.length) == picture.length) {
                int wrong = 0;
                for (byte difference : picture) {
                    wrong += (difference & 0xff) >= VISIBLE_LEVELS ? 1 : 0;
                }
                shares.add((double) wrong / picture.length);
            }
            if (shares.isEmpty()) {
                throw new IOException("What was damaged could not be compared: " + damaged);
            }
            return shares.stream().mapToDouble(Double::doubleValue).toArray();
        } finally {
            process.destroy();
        }
    }
}
