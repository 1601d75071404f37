package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sightline.detector.Totals;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.features.SyntheticFrame;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class VideoDetectorsTest {

    @Test
    void areFoundByServiceLoader() {
        List<String> ids =
                ServiceLoader.load(VideoDetector.class).stream()
                        .map(provider -> provider.get().id())
                        .toList();

        assertThat(ids)
                .contains(
                        "video.black",
                        "video.freeze",
                        "video.decode_error",
                        "video.solid_colour",
                        "video.test_pattern",
                        "video.letterbox",
                        "video.flashing",
                        "video.stutter",
                        "video.frame_drop",
                        "video.freeze_partial",
                        "video.scene");
    }

    @Test
    void allocateNothingFromPictureToPicture() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<VideoDetector> detectors =
                List.of(new BlackDetector(), new FreezeDetector(), new DecodeErrorDetector());
        SyntheticFrame frame = SyntheticFrame.eightBit(320, 180);
        frame.paint((x, y) -> (x * y) & 0xff);
        Totals sink = new Totals();
        int frames = 4_000;
        show(detectors, frame, sink, frames);
        long before = threads.getCurrentThreadAllocatedBytes();
        show(detectors, frame, sink, frames);
        long bytesPerFrame = (threads.getCurrentThreadAllocatedBytes() - before) / frames;

        assertThat(sink.count()).isEqualTo(2L * frames * 7);
        assertThat(bytesPerFrame).isLessThan(100);
    }

    private static void show(
            List<VideoDetector> detectors, SyntheticFrame frame, Totals sink, int frames) {
        for (int i = 0; i < frames; i++) {
            frame.set(i % 320, 90, i); // so that some pictures move
            frame.at(i * 40_000L);
            for (int d = 0; d < detectors.size(); d++) {
                detectors.get(d).onFrame(frame, sink);
            }
        }
    }
}
