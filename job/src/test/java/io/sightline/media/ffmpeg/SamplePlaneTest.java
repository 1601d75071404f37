package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

final class SamplePlaneTest {

    @Test
    void turnsPicturesThatAreStoredBottomUp() {
        FfmpegLibrary.load();
        byte[] stored = {5, 6, 0, 3, 4, 0, 1, 2, 0};
        try (BytePointer memory = new BytePointer(stored);
                AVFrame frame = new AVFrame();
                BytePointer topRow = memory.getPointer(6)) {
            frame.width(2).height(3).linesize(0, -3).data(0, topRow);

            SamplePlane plane =
                    SamplePlane.view(new FramePlanes(frame), SamplePlane.Layout.ofLuma(frame, 1));

            byte[] pixels = new byte[plane.bytes().capacity()];
            plane.bytes().get(pixels);
            assertThat(pixels).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(plane.strideBytes()).isEqualTo(2);
        }
    }

    @Test
    void endsWithTheLastSampleOfTheLastRow() {
        FfmpegLibrary.load();
        byte[] stored = {1, 2, 0, 3, 4};
        try (BytePointer memory = new BytePointer(stored);
                AVFrame frame = new AVFrame()) {
            frame.width(2).height(2).linesize(0, 3).data(0, memory);

            SamplePlane plane =
                    SamplePlane.view(new FramePlanes(frame), SamplePlane.Layout.ofLuma(frame, 1));

            assertThat(plane.bytes().capacity()).isEqualTo(5);
            assertThat(plane.bytes().isDirect()).isTrue();
            assertThat(plane.strideBytes()).isEqualTo(3);
        }
    }
}
