package io.sightline.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A coded clip with the truth about it. Times come from the file's own timestamps, which FFmpeg's
 * {@code ffprobe} reads: no detector and no code of the job has a say in them.
 *
 * @param startMicros the earliest presentation time of the file, which the job calls 0
 */
record PlantedFile(PlantedClip clip, Path file, long startMicros, List<Span> truth) {

    /** Codes the clip unless the same has been coded there before. */
    static PlantedFile write(PlantedClip clip, Path media, Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(clip.arguments(media.toString()));
        String id = "%s-%08x".formatted(clip.name(), arguments.hashCode());
        Path file = folder.resolve(id + "." + clip.extension());
        Path hashes = folder.resolve(id + ".framemd5");
        if (!Files.exists(hashes)) {
            Files.write(hashes, FfmpegProgram.ffmpeg().run(clip.hashArguments(media.toString())));
        }
        if (!Files.exists(file)) {
            Path partial = folder.resolve(id + ".partial." + clip.extension());
            arguments.add(partial.toString());
            FfmpegProgram.ffmpeg().run(arguments);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        }
        Path codedHashes = folder.resolve(id + ".coded.framemd5");
        if (!Files.exists(codedHashes)) {
            String hashOfAll = "-v error -i " + file + " -map 0:v -fps_mode passthrough";
            Files.write(
                    codedHashes,
                    FfmpegProgram.ffmpeg().run((hashOfAll + " -f framemd5 -").split(" ", -1)));
        }
        return withTruth(
                clip, file, hashes(hashes), hashes(codedHashes), PlantedSilence.of(clip, media));
    }

    private static List<String> hashes(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }

    /**
     * Where the source itself repeats the held picture before or after, in a screen recording say,
     * or the coder drops what little moves, nobody could tell these repeats from the planted: they
     * are the same bit for bit.
     */
    private static int firstRepeat(
            PlantedClip clip, List<String> hashes, List<String> codedHashes) {
        int first = clip.firstRepeat();
        while (first > 1
                && (hashes.get(first - 2).equals(hashes.get(clip.firstRepeat()))
                        || codedHashes.get(first - 2).equals(codedHashes.get(first - 1)))) {
            first--;
        }
        return first;
    }

    private static int endOfFreeze(
            PlantedClip clip, List<String> hashes, List<String> codedHashes) {
        int end = clip.endOfFreeze();
        while (hashes.get(end).equals(hashes.get(clip.firstRepeat()))
                || codedHashes.get(end).equals(codedHashes.get(end - 1))) {
            end++;
        }
        return end;
    }

    private static PlantedFile withTruth(
            PlantedClip clip,
            Path file,
            List<String> hashes,
            List<String> codedHashes,
            PlantedSilence silence)
            throws IOException {
        String rows =
                new String(
                        FfmpegProgram.ffprobe()
                                .run(
                                        "-v",
                                        "error",
                                        "-show_entries",
                                        "packet=codec_type,pts_time",
                                        "-of",
                                        "csv=p=0",
                                        file.toString()),
                        StandardCharsets.UTF_8);
        long start = Long.MAX_VALUE;
        List<Long> pictures = new ArrayList<>();
        for (String row : rows.lines().toList()) {
            String[] columns = row.split(",", -1);
            long micros = micros(columns[1]);
            start = Math.min(start, micros);
            if (columns[0].equals("video")) {
                pictures.add(micros);
            }
        }
        start = Math.max(start, 0); // before 0 is what an encoder primes its decoder with
        pictures.sort(null);
        assertThat(pictures).as("pictures of %s", file).hasSize(clip.pictures());
        assertThat(codedHashes).as("decoded pictures of %s", file).hasSize(clip.pictures());
        long origin = pictures.get(0) - start; // where the first picture and sample were due
        List<Long> shown = pictures.stream().map(at -> at - pictures.get(0) + origin).toList();
        return new PlantedFile(
                clip,
                file,
                start,
                List.of(
                        Span.of(
                                Span.BLACK,
                                shown.get(clip.firstBlack()),
                                shown.get(clip.endOfBlack())),
                        Span.of(
                                Span.FREEZE,
                                shown.get(firstRepeat(clip, hashes, codedHashes)),
                                shown.get(endOfFreeze(clip, hashes, codedHashes))),
                        Span.of(
                                Span.SILENCE,
                                origin + silence.fromMicros(),
                                origin + silence.toMicros())));
    }

    Span truth(String defect) {
        return truth.stream()
                .filter(span -> span.defect().equals(defect))
                .findFirst()
                .orElseThrow();
    }

    /** Where the picture is frozen and the sound silent: what follows from the truth. */
    Span deadAir() {
        Span freeze = truth(Span.FREEZE);
        Span silence = truth(Span.SILENCE);
        return Span.of(
                Span.DEAD_AIR,
                Math.max(freeze.startMicros(), silence.startMicros()),
                Math.min(freeze.endMicros().orElseThrow(), silence.endMicros().orElseThrow()));
    }

    /** By how much an edge may be off: a picture, or 20 ms of sound. */
    long toleranceMicros(Span span) {
        // Matroska rounds timestamps to 1 ms.
        long picture = clip.rate().pictureMicros() + 1_000;
        return switch (span.defect()) {
            case Span.SILENCE -> 20_000;
            case Span.DEAD_AIR -> Math.max(picture, 20_000);
            default -> picture;
        };
    }

    private static long micros(String seconds) {
        return Math.round(Double.parseDouble(seconds) * 1e6);
    }
}
