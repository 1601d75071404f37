package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.sightline.detector.SavedState;
import io.sightline.detector.Totals;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.features.SyntheticFrame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all detectors have in common that look at the texture of some pictures. */
final class TextureDetectorsTest {

    private static final long SEED = 23;
    private static final int FEW_KILOBYTES = 10_000;

    static Stream<Supplier<VideoDetector>> detectors() {
        return Stream.of(
                BlockCorruptionDetector::new,
                BlockinessDetector::new,
                BlurDetector::new,
                NoiseDetector::new,
                CombingDetector::new,
                FieldOrderDetector::new,
                BandingDetector::new,
                LevelsDetector::new);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void goOnExactlyAfterACutAnywhere(Supplier<VideoDetector> made) throws IOException {
        List<Double> whole = values(made, -1);
        for (int cut = 1; cut < 60; cut += 7) {
            assertThat(values(made, cut)).as("cut before picture %d", cut).isEqualTo(whole);
        }
    }

    private static List<Double> values(Supplier<VideoDetector> made, int cut) throws IOException {
        SyntheticFrame frame = SyntheticFrame.eightBit(322, 182).withChroma(1, 1, 1);
        Random random = new Random(SEED);
        RecordingSink sink = new RecordingSink();
        VideoDetector detector = made.get();
        for (int i = 0; i < 60; i++) {
            if (i == cut) {
                byte[] saved = SavedState.of(detector);
                assertThat(saved.length).isLessThan(FEW_KILOBYTES);
                detector = made.get();
                SavedState.restore(detector, saved);
            }
            double shift = 3 * i;
            int softness = i < 30 ? 1 : 3;
            frame.paint((x, y) -> Scenes.waves((x + shift + (y & 1) * 4) / softness, y));
            frame.addNoise(random, i % 9);
            if (i % 20 < 10) {
                frame.interlaced(i < 40);
            }
            detector.onFrame(frame.at(i * 100_000L), sink);
        }
        List<Double> values = new ArrayList<>();
        for (Metric metric : detector.metrics()) {
            values.addAll(sink.values(metric));
        }
        assertThat(values).isNotEmpty();
        return values;
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void refuseStateOfALaterVersion(Supplier<VideoDetector> made) throws IOException {
        VideoDetector detector = made.get();
        byte[] saved = SavedState.of(detector);

        int later = detector.stateVersion() + 1;
        assertThatThrownBy(() -> SavedState.restore(detector, later, saved))
                .hasMessageContaining(
                        "State of detector '" + detector.id() + "' has version " + later);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,9", "7,5", "16,16", "17,33", "33,31", "40,300", "854,480"})
    void takeEverySizeDepthAndRange(int width, int height) {
        Random random = new Random(SEED);
        for (int depth = 8; depth <= 16; depth += 2) {
            LumaFormat format = new LumaFormat(depth, (16 - depth) * (depth & 2) / 2, depth == 12);
            for (int pass = 0; pass < 2; pass++) {
                SyntheticFrame frame =
                        new SyntheticFrame(width, height, format, 6).withChroma(1, pass, pass + 1);
                frame.paint((x, y) -> random.nextInt(1 << format.bitDepth()));
                frame.fillPadding(random);
                if (pass == 1) {
                    frame.interlaced(false);
                }
                detectors().forEach(made -> assertMeasures(made.get(), frame));
            }
        }
    }

    private static void assertMeasures(VideoDetector detector, SyntheticFrame frame) {
        RecordingSink sink = new RecordingSink();
        for (int i = 0; i < 4; i++) {
            detector.onFrame(frame.at(i * 250_000L), sink);
        }
        for (Metric metric : detector.metrics()) {
            assertThat(sink.values(metric))
                    .as(detector.id())
                    .allMatch(value -> Double.isFinite(value) && Math.abs(value) <= 64);
        }
    }

    @Test
    void measureTheSameWhateverLiesInThePadding() {
        SyntheticFrame frame = SyntheticFrame.eightBit(333, 187);
        Scenes.moving(frame, 4);
        detectors()
                .forEach(
                        made -> {
                            frame.fillPadding(new Random(1));
                            RecordingSink first = new RecordingSink();
                            VideoDetector detector = made.get();
                            detector.onFrame(frame.at(0), first);
                            frame.fillPadding(new Random(2));
                            RecordingSink second = new RecordingSink();
                            made.get().onFrame(frame.at(0), second);
                            for (Metric metric : detector.metrics()) {
                                assertThat(second.values(metric)).isEqualTo(first.values(metric));
                            }
                        });
    }

    @Test
    void allocateNothingFromLookToLook() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<VideoDetector> all = detectors().map(Supplier::get).toList();
        SyntheticFrame frame = SyntheticFrame.eightBit(320, 184).withChroma(1, 1, 1);
        Scenes.moving(frame, 0);
        Totals sink = new Totals();
        int looks = 2_000;
        look(all, frame, sink, looks);
        long before = threads.getCurrentThreadAllocatedBytes();
        look(all, frame, sink, looks);
        long bytesPerLook = (threads.getCurrentThreadAllocatedBytes() - before) / looks;

        assertThat(sink.count()).isGreaterThan(2L * looks * 8);
        assertThat(bytesPerLook).isLessThan(100);
    }

    private static void look(
            List<VideoDetector> all, SyntheticFrame frame, Totals sink, int looks) {
        for (int i = 0; i < looks; i++) {
            frame.set(i % 320, 90, i);
            frame.at(i * 500_000L);
            for (int d = 0; d < all.size(); d++) {
                all.get(d).onFrame(frame, sink);
            }
        }
    }
}
