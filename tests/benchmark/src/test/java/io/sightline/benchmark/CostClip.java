package io.sightline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip that detectors are measured with: ten seconds of {@link BenchmarkClip}, as H.264 and,
 * where {@code -Dcost.hevc-encoder} names an {@code ffmpeg} that has libx265 (the bundled one has
 * no encoder for HEVC), as HEVC at 1080p50 and 2160p30.
 */
record CostClip(String name, Path file) {

    private static final int SECONDS = 10;

    static List<CostClip> all(Path folder) throws IOException, InterruptedException {
        Path h264 = BenchmarkClip.FULL_HD.asFile(folder, SECONDS);
        List<CostClip> clips = new ArrayList<>();
        clips.add(new CostClip("1080p30 H.264, 5 Mb/s", h264));
        String encoder = System.getProperty("cost.hevc-encoder", "");
        if (!encoder.isEmpty()) {
            Path h264Large = new BenchmarkClip(3840, 2160, "16M").asFile(folder, SECONDS);
            clips.add(hevc(encoder, h264, 50, "4M", "1080p50 HEVC, 4 Mb/s"));
            clips.add(hevc(encoder, h264Large, 30, "12M", "2160p30 HEVC, 12 Mb/s"));
        }
        return clips;
    }

    private static CostClip hevc(
            String encoder, Path source, int framesPerSecond, String bitRate, String name)
            throws IOException, InterruptedException {
        Path file =
                source.resolveSibling(source.getFileName() + "-hevc-" + framesPerSecond + ".mp4");
        if (!Files.exists(file)) {
            // The pictures of the source, shown at another rate.
            String setRate = "setpts=N/%1$d/TB,fps=%1$d".formatted(framesPerSecond);
            List<String> command = new ArrayList<>(List.of(encoder, "-v", "error", "-y"));
            command.addAll(List.of("-i", source.toString(), "-vf", setRate));
            command.addAll(List.of("-t", "6", "-c:v", "libx265", "-preset", "veryfast"));
            command.addAll(List.of("-x265-params", "log-level=error:keyint=60"));
            command.addAll(List.of("-b:v", bitRate, "-c:a", "copy", file.toString()));
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IOException(encoder + " cannot encode HEVC");
            }
        }
        return new CostClip(name, file);
    }
}
