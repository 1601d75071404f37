package io.sightline.evidence;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the bundled programs say of a file. */
final class Played {

    private Played() {}

    /** Everything that decoding the whole file complains about. */
    static List<String> errors(Path file) throws IOException, InterruptedException {
        Path log = Files.createTempFile("played", ".log");
        try {
            Process process =
                    FfmpegProgram.ffmpeg()
                            .command(
                                    List.of(
                                            "-v",
                                            "warning",
                                            "-err_detect",
                                            "crccheck",
                                            "-i",
                                            file.toString(),
                                            "-f",
                                            "null",
                                            "-"))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            int status = process.waitFor();
            List<String> lines =
                    Files.readAllLines(log).stream()
                            .filter(line -> !line.contains("no version information"))
                            .collect(Collectors.toList());
            if (status != 0) {
                lines.add("status " + status);
            }
            return lines;
        } finally {
            Files.delete(log);
        }
    }

    /** How long the container says that it lasts. */
    static double seconds(Path file) throws IOException {
        byte[] told =
                FfmpegProgram.ffprobe()
                        .run(
                                List.of(
                                        "-v",
                                        "error",
                                        "-show_entries",
                                        "format=duration",
                                        "-of",
                                        "csv=p=0",
                                        file.toString()));
        return Double.parseDouble(new String(told, StandardCharsets.UTF_8).strip());
    }

    /** Writes the picture that is shown at a time. */
    static void picture(Path file, double seconds, Path target) throws IOException {
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                "-v",
                                "error",
                                "-y",
                                "-i",
                                file.toString(),
                                "-vf",
                                String.format(Locale.ROOT, "trim=start=%.3f", seconds - 0.01),
                                "-frames:v",
                                "1",
                                target.toString()));
    }

    /** A checksum of each decoded picture in a stretch of the file. */
    static List<String> pictures(Path file, double fromSeconds, double toSeconds)
            throws IOException {
        byte[] sums =
                FfmpegProgram.ffmpeg()
                        .run(
                                List.of(
                                        "-v",
                                        "quiet",
                                        "-flags",
                                        "+output_corrupt",
                                        "-threads", // how damage looks depends on it
                                        "1",
                                        "-i",
                                        file.toString(),
                                        "-map",
                                        "0:v:0",
                                        "-vf",
                                        String.format(
                                                Locale.ROOT,
                                                "trim=start=%.3f:end=%.3f",
                                                Math.max(0, fromSeconds - 0.01),
                                                toSeconds + 0.01),
                                        "-fps_mode",
                                        "passthrough",
                                        "-f",
                                        "framehash",
                                        "-hash",
                                        "md5",
                                        "-"));
        return new String(sums, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }
}
