package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a decoder of pictures takes outside the heap, by codec, picture size and tier: 1, 4 and 16
 * of them in one process. Memory is counted, not time, so other work on the machine does not
 * matter. See docs/reference/performance.md for the command.
 */
final class DecoderMemory {

    /** Has libx264, libx265, libvpx and libsvtav1, which the bundled program lacks. */
    private static final String ENCODER = System.getProperty("memory.encoder", "");

    private static final List<Integer> COUNTS = List.of(1, 4, 16);

    private final Path folder = Path.of("target/memory").toAbsolutePath();

    /**
     * A clip of two seconds whose decoder keeps as many pictures as the codec's level allows, or as
     * the codec's encoders use.
     */
    private record Coding(String name, int height, List<String> arguments) {

        static Coding of(String name, int height, String arguments) {
            return new Coding(name, height, List.of(arguments.split(" ", -1)));
        }

        int width() {
            return height * 16 / 9 / 2 * 2;
        }

        String id() {
            return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-" + height;
        }
    }

    private static List<Coding> codings() {
        List<Coding> codings = new ArrayList<>();
        if (ENCODER.isEmpty()) {
            for (int height : List.of(360, 720, 1080, 2160)) {
                codings.add(Coding.of("H.264, one reference", height, "-c:v libopenh264"));
            }
            codings.add(Coding.of("MPEG-2", 1080, "-c:v mpeg2video -b:v 8M -bf 2 -g 15"));
            return codings;
        }
        // As many references as level 4.1 allows at the size, at 2160p level 5.1.
        Map<Integer, Integer> references = Map.of(360, 16, 720, 9, 1080, 4, 2160, 5);
        for (int height : List.of(360, 720, 1080, 2160)) {
            codings.add(
                    Coding.of(
                            "H.264",
                            height,
                            "-c:v libx264 -preset ultrafast -x264-params level="
                                    + (height > 1080 ? "5.1" : "4.1")
                                    + ":cabac=1:bframes=3:b-pyramid=2:keyint=30:scenecut=0:ref="
                                    + references.get(height)));
        }
        String hevc =
                "-c:v libx265 -preset ultrafast -x265-params"
                        + " log-level=error:keyint=30:ref=4:bframes=4:b-pyramid=1";
        for (int height : List.of(360, 720, 1080, 2160)) {
            codings.add(Coding.of("HEVC", height, hevc));
        }
        codings.add(Coding.of("HEVC, 10 bits", 2160, "-pix_fmt yuv420p10le " + hevc));
        codings.add(Coding.of("MPEG-2", 1080, "-c:v mpeg2video -b:v 8M -bf 2 -g 15"));
        codings.add(
                Coding.of("VP9", 1080, "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 3M"));
        codings.add(Coding.of("AV1", 1080, "-c:v libsvtav1 -preset 12 -g 30"));
        return codings;
    }

    @Test
    void whatADecoderTakes() throws Exception {
        Files.createDirectories(folder);
        StringBuilder report =
                new StringBuilder(
                        "| MiB outside the heap, each further decoder | `full` | `keyframes` |"
                                + " a picture |\n|---|---|---|---|\n");
        for (Coding coding : codings()) {
            Path clip = clip(coding);
            double full = mebibytesOfEach(clip, "full");
            double keyFrames = mebibytesOfEach(clip, "keyframes");
            boolean isDeep = coding.arguments().contains("yuv420p10le");
            double picture = coding.width() * coding.height() * (isDeep ? 3 : 1.5) / (1 << 20);
            report.append(
                    String.format(
                            Locale.ROOT,
                            "| %dp %s | %.1f | %.1f | %.1f |%n",
                            coding.height(),
                            coding.name(),
                            full,
                            keyFrames,
                            picture));
            System.out.println(coding.id() + " " + full + " " + keyFrames);
            assertThat(keyFrames).as(coding.id()).isPositive().isLessThan(full + 1);
        }
        Files.writeString(folder.resolve("decoders.md"), report);
        System.out.println(report);
    }

    private Path clip(Coding coding) throws IOException, InterruptedException {
        Path clip = folder.resolve(coding.id() + (coding.name().equals("VP9") ? ".webm" : ".mkv"));
        if (!Files.exists(clip)) {
            List<String> words = new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i"));
            words.add(
                    "testsrc2=size=%dx%d:rate=30:duration=2"
                            .formatted(coding.width(), coding.height()));
            if (!coding.arguments().contains("-pix_fmt")) {
                words.addAll(List.of("-pix_fmt", "yuv420p"));
            }
            words.addAll(coding.arguments());
            words.add(clip.toString());
            encode(words);
        }
        return clip;
    }

    private static void encode(List<String> words) throws IOException, InterruptedException {
        if (ENCODER.isEmpty()) {
            FfmpegProgram.ffmpeg().run(words);
            return;
        }
        List<String> command = new ArrayList<>(List.of(ENCODER));
        command.addAll(words);
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(ENCODER + " cannot do " + words);
        }
    }

    /** Of each between the fourth and the sixteenth: what the first ones share is left out. */
    private double mebibytesOfEach(Path clip, String tier) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(clip.toString(), tier));
        COUNTS.forEach(count -> arguments.add(count.toString()));
        Map<String, Long> kib =
                new ChildJob(ChildJob.root(), folder.resolve("log"))
                        // All of the heap is touched at once: it does not grow beside decoders.
                        .with(List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch"))
                        .run(OpenDecoders.class, arguments);
        return (kib.get("16") - kib.get("4")) / 12.0 / 1024;
    }
}
