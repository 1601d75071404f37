package io.sightline.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captions that are planted are those that FFmpeg reads, and are missing where they should be. */
class CaptionTrackTest {

    private static final int RATE = 25;

    @TempDir private Path folder;

    @Test
    void writesCaptionsOfH264() throws Exception {
        assertThat(captionedSeconds("h264")).containsExactly(0, 1, 4, 5);
    }

    @Test
    void writesCaptionsOfMpeg2() throws Exception {
        assertThat(captionedSeconds("mpeg2video")).containsExactly(0, 1, 4, 5);
    }

    /** Seconds in which every picture has captions; in the others none has. */
    private List<Integer> captionedSeconds(String codec) throws Exception {
        Path clip = folder.resolve("clip.mkv");
        FfmpegProgram.ffmpeg()
                .run(
                        "-v error -y -f lavfi -i testsrc2=size=320x176:rate=%d -t 6 -c:v ffv1 %s"
                                .formatted(RATE, clip)
                                .split(" ", -1));
        Path output = folder.resolve(codec + ".ts");
        Labels labels =
                Injection.run(
                        InjectionRequest.of(clip, output, 7, Planting.of("caption.missing", 2, 4))
                                .withCoding(new InjectionRequest.Coding(codec, null, 0)));
        assertThat(labels.labels())
                .singleElement()
                .satisfies(
                        label -> {
                            assertThat(label.defect()).isEqualTo("caption.missing");
                            assertThat(label.fromMicros()).isEqualTo(2_000_000);
                            assertThat(label.toMicros()).isEqualTo(4_000_000);
                        });
        int[] captioned = new int[6];
        int picture = 0;
        for (String frame : frames(output).split("\\[FRAME]", -1)) {
            if (frame.contains("media_type=video")) {
                captioned[picture++ / RATE] += frame.contains("ATSC A53 Part 4") ? 1 : 0;
            }
        }
        assertThat(picture).isEqualTo(6 * RATE);
        assertThat(captioned).containsOnly(0, RATE);
        return IntStream.range(0, 6).filter(second -> captioned[second] == RATE).boxed().toList();
    }

    private static String frames(Path clip) throws IOException {
        byte[] probed = FfmpegProgram.ffprobe().run("-v", "error", "-show_frames", clip.toString());
        return new String(probed, StandardCharsets.UTF_8);
    }
}
