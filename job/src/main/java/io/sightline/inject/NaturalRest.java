package io.sightline.inject;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far what is planted goes on in the clip itself: beside a pause nobody can tell where a
 * planted silence begins, nor where a freeze does beside pictures that stand still.
 */
final class NaturalRest {

    /** How far it is looked for on either side. */
    private static final double REACH_SECONDS = 20;

    /** Sound below this in every channel is silence: a thousandth of full scale, -60 dBFS. */
    private static final float SILENT = 0.001f;

    /** A picture is another one where a cell of 8 by 8 samples differs by so many of 255 levels. */
    private static final int VISIBLE_LEVELS = 3;

    private static final int CELL = 8;

    private NaturalRest() {}

    /** Tells the label how far the silence goes on; the recipe is that before planting. */
    static void aroundSilence(Planted defect, Recipe recipe) throws IOException {
        double from = Math.max(0, defect.fromSeconds() - REACH_SECONDS);
        double to =
                Math.min(recipe.clip().durationMicros() / 1e6, defect.toSeconds() + REACH_SECONDS);
        Clip.Sound sound = recipe.soundTrack();
        long before = silentSamples(recipe.listen(from, defect.fromSeconds()), sound, false);
        long after = silentSamples(recipe.listen(defect.toSeconds(), to), sound, true);
        recipe.limitTo(
                defect.fromMicros() - before * 1_000_000 / sound.rateHz(),
                defect.toMicros() + after * 1_000_000 / sound.rateHz());
    }

    private static long silentSamples(FloatBuffer samples, Clip.Sound sound, boolean fromBegin) {
        int count = samples.limit();
        int silent = 0;
        while (silent < count
                && Math.abs(samples.get(fromBegin ? silent : count - 1 - silent)) < SILENT) {
            silent++;
        }
        return silent / sound.channels();
    }

    /** Tells the label how far the picture before the defect stands still by itself. */
    static void aroundFreeze(Planted defect, Recipe recipe) throws IOException {
        Clip.Pictures pictures = recipe.pictureTrack();
        int first = pictures.firstAt(defect.fromMicros());
        int end = pictures.firstAt(defect.toMicros());
        int reach = (int) Math.ceil(REACH_SECONDS * pictures.rate().perSecond());
        int begin = Math.max(0, first - 1 - reach);
        int stop = Math.min(pictures.micros().size(), end + reach);
        List<byte[]> cells = cells(recipe, begin, stop);
        int held = first - 1 - begin;
        if (held >= cells.size()) {
            // Fewer pictures than were counted: the label stays what was asked for.
            recipe.limitTo(defect.fromMicros(), defect.toMicros());
            return;
        }
        int from = held;
        while (from > 0 && isSame(cells.get(from - 1), cells.get(held))) {
            from--;
        }
        int to = end - begin;
        while (to < cells.size() && isSame(cells.get(to), cells.get(held))) {
            to++;
        }
        // The held picture itself moved last: what stands still begins with its first repeat.
        recipe.limitTo(pictures.begin(begin + from + 1), pictures.begin(begin + to));
    }

    private static boolean isSame(byte[] one, byte[] other) {
        for (int i = 0; i < one.length; i++) {
            if (Math.abs((one[i] & 0xff) - (other[i] & 0xff)) >= VISIBLE_LEVELS) {
                return false;
            }
        }
        return true;
    }

    /** The mean luma of every cell of some pictures, as they are at this step. */
    private static List<byte[]> cells(Recipe recipe, int begin, int end) throws IOException {
        Clip.Pictures pictures = recipe.pictureTrack();
        int columns = Math.max(1, pictures.width() / CELL);
        int rows = Math.max(1, pictures.height() / CELL);
        List<String> arguments = new ArrayList<>(List.of("-v", "error"));
        arguments.addAll(recipe.inputs());
        String before = recipe.pictures().text().isEmpty() ? "" : recipe.pictures().text() + ";";
        String graph =
                String.format(
                        Locale.ROOT,
                        "%s[%s]trim=start_frame=%d:end_frame=%d,extractplanes=y,scale=%d:%d:flags=area,"
                                + "format=gray[cells]",
                        before,
                        recipe.pictures().end(),
                        begin,
                        end,
                        columns,
                        rows);
        arguments.addAll(List.of("-filter_complex", graph, "-map", "[cells]"));
        arguments.addAll(List.of("-fps_mode", "passthrough", "-f", "rawvideo", "-"));
        Process process =
                FfmpegProgram.ffmpeg()
                        .command(arguments)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (InputStream output = process.getInputStream()) {
            List<byte[]> all = new ArrayList<>();
            byte[] picture = new byte[columns * rows];
            while (output.readNBytes(picture, 0, picture.length) == picture.length) {
                all.add(picture.clone());
            }
            return all;
        } finally {
            process.destroy();
        }
    }
}
