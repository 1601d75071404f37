package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.features.SyntheticFrame;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameDropDetectorTest {

    private static final long SEED = 5;
    private static final double ENTER = 0.05;

    private final FrameDropDetector detector = new FrameDropDetector();
    private final RecordingSink sink = new RecordingSink();
    private final SyntheticFrame frame = SyntheticFrame.eightBit(16, 16);

    @ParameterizedTest
    @ValueSource(doubles = {12, 15, 23.976, 24, 25, 29.97, 30, 50, 59.94, 60, 120})
    void countsExactlyWhatIsMissingAtEveryRateAndRounding(double rate) {
        for (long roundedToMicros : new long[] {1, 11, 1_000}) {
            FrameDropDetector fresh = new FrameDropDetector();
            RecordingSink counted = new RecordingSink();
            Random random = new Random(SEED);
            int missing = 0;
            int pictures = (int) (10 * rate);
            for (int i = 0; i < pictures; i++) {
                boolean isLater = i > 3 * rate && i < pictures - 4;
                if (isLater && random.nextInt(10) == 0) {
                    missing++;
                    continue;
                }
                long micros = Math.round(i * 1e6 / rate / roundedToMicros) * roundedToMicros;
                fresh.onFrame(frame.at(micros), counted);
            }

            assertThat(sum(counted)).as("rounded to %s us", roundedToMicros).isEqualTo(missing);
            assertThat(counted.last(FrameDropDetector.FRAME_RATE))
                    .isCloseTo(rate, within(rate * 0.01));
        }
    }

    @Test
    void tellsWhereAGapEnds() {
        for (int i = 0; i < 100; i++) {
            if (i < 60 || i >= 63) {
                show(i * 40_000L);
            }
        }

        assertThat(sum(sink)).isEqualTo(3);
        assertThat(sink.at(FrameDropDetector.DROPPED_FRAMES, 63 * 40_000L)).isEqualTo(3);
        assertThat(sink.at(FrameDropDetector.DROPPED_RATIO, 63 * 40_000L)).isEqualTo(0.24);
        assertThat(sink.last(FrameDropDetector.DROPPED_RATIO)).isZero();
    }

    @Test
    void whatDamageCostsIsToldByDecodeErrors() {
        for (int i = 0; i < 150; i++) {
            if ((i >= 60 && i < 63) || (i >= 110 && i < 113)) {
                continue;
            }
            frame.with(i == 58 ? new PictureDamage(true, false, false) : PictureDamage.NONE);
            show(i * 40_000L);
        }

        assertThat(sink.at(FrameDropDetector.DROPPED_FRAMES, 63 * 40_000L)).isZero();
        assertThat(sink.at(FrameDropDetector.DROPPED_FRAMES, 113 * 40_000L)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 25, 30, 50, 60})
    void toleratesOnePictureOfFiftyOrSixtyByTheBuiltInPolicy(int rate) {
        for (int i = 0; i < 4 * rate; i++) {
            if (i != 3 * rate) {
                show(i * 1_000_000L / rate);
            }
        }
        double worst =
                sink.values(FrameDropDetector.DROPPED_RATIO).stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElseThrow();

        assertThat(worst > ENTER).isEqualTo(rate <= 30);
    }

    @Test
    void sparesPhonesAndScreenRecordersWhoseIntervalsVary() {
        Random random = new Random(SEED);
        long micros = 0;
        for (int i = 0; i < 2_000; i++) {
            micros += 25_000 + random.nextInt(30_000);
            show(micros);
        }
        for (int i = 0; i < 2_000; i++) {
            micros += 16_667L * (1 + random.nextInt(6)); // what does not change is not recorded
            show(micros);
        }

        assertThat(sum(sink)).isZero();
    }

    @Test
    void sparesSoftTelecineAndTheLastPicture() {
        long micros = 0;
        for (int i = 0; i < 300; i++) {
            micros += i % 2 == 0 ? 33_367 : 50_050;
            show(micros);
        }
        assertThat(sum(sink)).isZero();
        for (int i = 0; i < 100; i++) {
            micros += 40_000;
            show(micros);
        }
        show(micros + 120_000);

        assertThat(sum(sink)).isZero();
    }

    @Test
    void adoptsAnotherRate() {
        long micros = 0;
        for (int i = 0; i < 100; i++) {
            show(micros += 20_000);
        }
        for (int i = 0; i < 200; i++) {
            show(micros += 40_000);
        }
        assertThat(sink.last(FrameDropDetector.FRAME_RATE)).isCloseTo(25, within(0.1));
        double before = sum(sink);
        micros += 40_000;
        show(micros += 40_000);
        show(micros += 40_000);

        assertThat(sum(sink) - before).isEqualTo(1);
    }

    @Test
    void doesNotCountWhatIsLeftOutRefusedOrCutAway() {
        for (int i = 0; i < 100; i++) {
            show(i * 40_000L);
        }
        detector.onSampling(PictureSampling.REFERENCE_PICTURES);
        show(4_120_000);
        show(4_240_000);
        detector.onSampling(PictureSampling.EVERY_PICTURE);
        show(4_360_000);
        show(4_400_000);
        detector.onUndecodable(4_440_000, sink);
        show(4_480_000);
        show(4_520_000);
        detector.onDiscontinuity();
        show(9_000_000);
        show(9_040_000);

        assertThat(sum(sink)).isZero();
    }

    private void show(long micros) {
        detector.onFrame(frame.at(micros), sink);
    }

    private static double sum(RecordingSink sink) {
        return sink.values(FrameDropDetector.DROPPED_FRAMES).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}
