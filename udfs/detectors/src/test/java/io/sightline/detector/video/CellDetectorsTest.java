package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.sightline.detector.SavedState;
import io.sightline.detector.Totals;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.features.SyntheticFrame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every picture detector that works from cell means must do. */
final class CellDetectorsTest {

    private static final long SEED = 11;
    private static final int PICTURES = 260;

    static Stream<Supplier<VideoDetector>> detectors() {
        return Stream.of(
                BlackDetector::new,
                SolidColourDetector::new,
                TestPatternDetector::new,
                LetterboxDetector::new,
                FlashingDetector::new,
                StutterDetector::new,
                FrameDropDetector::new,
                FrozenRegionDetector::new,
                SceneDetector::new);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void goesOnExactlyWhereItWasSaved(Supplier<VideoDetector> made) throws IOException {
        RecordingSink whole = new RecordingSink();
        VideoDetector uncut = made.get();
        SyntheticFrame frame = new SyntheticFrame(96, 72, new LumaFormat(8, 0, false), 8);
        frame.withChroma(1, 1, 1);
        show(uncut, frame, 0, PICTURES, whole);
        Random random = new Random(SEED);
        for (int trial = 0; trial < 12; trial++) {
            int cut = random.nextInt(PICTURES);
            RecordingSink cutUp = new RecordingSink();
            VideoDetector first = made.get();
            show(first, frame, 0, cut, cutUp);
            VideoDetector second = SavedState.handedOver(first, made.get());
            assertThat(SavedState.of(second)).as("cut at %s", cut).isEqualTo(SavedState.of(first));
            show(second, frame, cut, PICTURES, cutUp);

            assertThat(cutUp.all()).as("cut at %s", cut).isEqualTo(whole.all());
        }
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void refusesStateOfALaterVersion(Supplier<VideoDetector> made) {
        VideoDetector detector = made.get();

        assertThatThrownBy(
                        () ->
                                SavedState.restore(
                                        detector, detector.stateVersion() + 1, new byte[64]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + detector.id() + "'");
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void keepsASmallState(Supplier<VideoDetector> made) throws IOException {
        VideoDetector detector = made.get();
        SyntheticFrame frame = new SyntheticFrame(1920, 1080, new LumaFormat(8, 0, false), 0);
        frame.withChroma(1, 1, 1);
        for (int i = 0; i < 4; i++) {
            int red = i % 2 == 0 ? 240 : 128;
            frame.paint((x, y) -> 81);
            frame.paintChroma((x, y) -> 90, (x, y) -> red);
            detector.onFrame(frame.at(i * 40_000L), new Totals());
        }

        assertThat(SavedState.of(detector).length).isLessThan(20_000);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void takesPicturesOfAnySizeAndFormat(Supplier<VideoDetector> made) {
        VideoDetector detector = made.get();
        int[][] sizes = {{1, 1}, {2, 3}, {7, 9}, {854, 480}, {1, 700}, {4096, 8}, {33, 17}};
        MeasurementSink finite =
                new MeasurementSink() {
                    @Override
                    public void measure(Metric metric, double value) {
                        assertThat(value).as(metric.name()).isFinite();
                        assertThat(detector.metrics()).contains(metric);
                    }

                    @Override
                    public void measure(Metric metric, double value, long atMicros) {
                        measure(metric, value);
                    }
                };
        long now = 0;
        Random random = new Random(SEED);
        for (int[] size : sizes) {
            for (LumaFormat format :
                    List.of(new LumaFormat(8, 0, true), new LumaFormat(10, 6, false))) {
                SyntheticFrame frame = new SyntheticFrame(size[0], size[1], format, 8);
                for (int i = 0; i < 6; i++) {
                    if (i == 3) {
                        frame.withChroma(1, 1, 2);
                    }
                    int white = format.whiteCode();
                    frame.paint((x, y) -> random.nextInt(white + 1));
                    detector.onFrame(frame.at(now += 40_000), finite);
                }
                detector.onSampling(PictureSampling.KEY_PICTURES);
                detector.onFrame(frame.at(now += 2_000_000), finite);
                detector.onUndecodable(now, finite);
                detector.onSampling(PictureSampling.EVERY_PICTURE);
                detector.onDiscontinuity();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void allocatesNextToNothing(Supplier<VideoDetector> made) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        VideoDetector detector = made.get();
        SyntheticFrame frame = new SyntheticFrame(320, 180, new LumaFormat(8, 0, false), 8);
        frame.withChroma(1, 1, 1);
        Totals sink = new Totals();
        int pictures = 3_000;
        long before = 0;
        for (int i = 0; i < 2 * pictures; i++) {
            before = i == pictures ? threads.getCurrentThreadAllocatedBytes() : before;
            frame.set(i % 320, 90, i);
            detector.onFrame(frame.at(i * 40_000L), sink);
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / pictures;

        assertThat(bytes).isLessThan(100);
    }

    /** A pan with repeats, a pause, cuts, flashes of white and red, a hole and bars. */
    private static void show(
            VideoDetector detector, SyntheticFrame frame, int from, int to, RecordingSink sink) {
        for (int i = from; i < to; i++) {
            int picture = i % 7 == 3 && i < 120 ? i - 1 : i > 120 && i < 150 ? 120 : i;
            int flash = i > 60 && i < 110 && i % 6 < 3 ? 80 : 0;
            int red = i > 180 && i % 8 < 4 ? 240 : 120;
            boolean hasBars = i > 200;
            frame.paint(
                    (x, y) ->
                            hasBars && (y < 16 || y >= 56)
                                    ? 16
                                    : 40
                                            + flash
                                            + (x * 3 + picture * 5 + (picture / 50) * 60) % 120);
            frame.paintChroma((x, y) -> 110, (x, y) -> red);
            long shift = i > 90 ? 80_000 : 0;
            detector.onFrame(frame.at(i * 40_000L + shift), sink);
        }
    }
}
