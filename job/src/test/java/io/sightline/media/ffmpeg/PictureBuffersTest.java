package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.VideoFrame;
import io.sightline.media.NativeLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real decoder keeps its pictures in is booked, each buffer once. */
final class PictureBuffersTest {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final long PICTURE_BYTES = WIDTH * HEIGHT * 3 / 2; // 4:2:0

    /** Two references, one picture that is made, one that is held back, and some to spare. */
    private static final int MOST_BUFFERS = 8;

    @TempDir private Path folder;

    private Path clip;

    @BeforeEach
    void makeClip() throws Exception {
        clip = folder.resolve("clip.ts");
        String words =
                "-v error -y -f lavfi -i testsrc2=size=%dx%d:rate=25:duration=8 -c:v mpeg2video -bf 2 %s";
        FfmpegProgram.ffmpeg().run(List.of(words.formatted(WIDTH, HEIGHT, clip).split(" ")));
    }

    @Test
    void booksWhatDecodersKeepUntilTheyAreClosed() throws Exception {
        long before = NativeLedger.bytes();
        AtomicLong most = new AtomicLong();
        WholeInput.decode(
                clip,
                new WholeInput.Visitor() {
                    @Override
                    public void onFrame(VideoFrame frame) {
                        most.accumulateAndGet(NativeLedger.bytes() - before, Math::max);
                    }
                });

        assertThat(most.get())
                .as("200 pictures, in few buffers; a little more for packets and padding")
                .isBetween(2 * PICTURE_BYTES, MOST_BUFFERS * 2 * PICTURE_BYTES);
        assertThat(NativeLedger.bytes()).isEqualTo(before);
    }
}
