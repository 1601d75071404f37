package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class FramePlanesTest {

    private static final int PLACES = 100;

    @BeforeAll
    static void load() {
        FfmpegLibrary.load();
    }

    @Test
    void showsAPlaceThatComesAgainThroughTheSameBuffer() {
        try (BytePointer memory = new BytePointer(new byte[] {1, 2, 3, 4});
                BytePointer other = memory.getPointer(2);
                AVFrame frame = new AVFrame()) {
            FramePlanes planes = new FramePlanes(frame);
            frame.data(0, memory);
            ByteBuffer first = planes.view(0, 2);
            first.get();
            frame.data(0, other);
            ByteBuffer second = planes.view(0, 2);
            frame.data(0, memory);

            assertThat(planes.view(0, 2)).isSameAs(first);
            assertThat(first.position()).isZero();
            assertThat(second.get(0)).isEqualTo((byte) 3);
            memory.put(0, (byte) 9);
            assertThat(first.get(0)).isEqualTo((byte) 9);
        }
    }

    @Test
    void makesAnotherBufferForAnotherSize() {
        try (BytePointer memory = new BytePointer(new byte[] {1, 2, 3, 4});
                AVFrame frame = new AVFrame()) {
            FramePlanes planes = new FramePlanes(frame);
            frame.data(0, memory);

            assertThat(planes.view(0, 2).capacity()).isEqualTo(2);
            assertThat(planes.view(0, 4).capacity()).isEqualTo(4);
        }
    }

    @Test
    void showsTheRightPlaceHoweverManyThereAre() {
        try (BytePointer memory = new BytePointer(PLACES);
                AVFrame frame = new AVFrame()) {
            FramePlanes planes = new FramePlanes(frame);
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < PLACES; i++) {
                    memory.put(i, (byte) (i + round));
                    frame.data(1, memory.getPointer(i));
                    assertThat(planes.view(1, 1).get(0)).isEqualTo((byte) (i + round));
                }
            }
        }
    }
}
