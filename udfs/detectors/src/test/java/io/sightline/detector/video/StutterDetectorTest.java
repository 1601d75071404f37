package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.features.SyntheticFrame;
import java.util.Collections;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StutterDetectorTest {

    private static final double ENTER = 0.08;
    private static final long SEED = 9;

    @ParameterizedTest
    @CsvSource({
        "24, 24", "24, 25", "24, 30", "24, 50", "24, 60", "25, 30", "25, 50", "25, 60", "30, 50",
        "30, 60", "12, 24", "12, 25", "12, 30", "8, 24", "8, 25", "15, 60", "10, 25", "50, 60"
    })
    void sparesEveryConversionOfRates(int from, int to) {
        assertThat(worst(to * 6, i -> (int) ((long) i * from / to))).isZero();
    }

    @Test
    void sparesPhonesWhoseUnevenTimesWereMadeEven() {
        Random random = new Random(SEED);
        long[] taken = new long[600];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = i * 36_000L + random.nextInt(6_000);
        }

        assertThat(
                        worst(
                                500,
                                i -> {
                                    int last = 0;
                                    while (taken[last + 1] <= i * 33_333L) {
                                        last++;
                                    }
                                    return last;
                                }))
                .isLessThan(ENTER);
    }

    @Test
    void findsPicturesThatHangAtUnevenTimes() {
        Random random = new Random(SEED);
        int[] shown = new int[400];
        for (int i = 1; i < shown.length; i++) {
            shown[i] = i < 100 || random.nextInt(5) > 0 ? i : shown[i - 1];
        }

        assertThat(worst(400, i -> shown[i])).isGreaterThan(2 * ENTER);
        assertThat(worst(100, i -> shown[i])).isZero();
    }

    @Test
    void findsHoldsThatRecur() {
        assertThat(worst(300, i -> i % 20 < 5 ? i - i % 20 : i)).isGreaterThan(2 * ENTER);
    }

    @Test
    void sparesAPauseAndAStillScene() {
        assertThat(worst(400, i -> i < 100 ? i : i < 200 ? 100 : i - 100)).isZero();
        assertThat(worst(400, i -> 0)).isZero();
    }

    @Test
    void sparesCuts() {
        assertThat(worst(400, i -> i + i / 50 * 1_000)).isZero();
    }

    @Test
    void sparesAMouthDrawnAtUnevenTimes() {
        Random random = new Random(SEED);
        int[] shown = new int[400];
        for (int i = 1; i < shown.length; i++) {
            shown[i] = random.nextInt(3) > 0 ? i : shown[i - 1];
        }
        StutterDetector detector = new StutterDetector();
        RecordingSink sink = new RecordingSink();
        SyntheticFrame frame = SyntheticFrame.eightBit(160, 96);
        for (int i = 0; i < 400; i++) {
            int picture = shown[i];
            frame.paint(
                    (x, y) -> x < 20 && y < 20 ? 100 + 40 * Math.sin(x + picture) : 60 + y / 4.0);
            detector.onFrame(frame.at(i * 40_000L), sink);
        }

        assertThat(Collections.max(sink.values(StutterDetector.STUTTER_RATIO))).isZero();
    }

    /** The worst value of a pan that shows picture {@code shown(i)} as the i-th. */
    private static double worst(int pictures, IntUnaryOperator shown) {
        StutterDetector detector = new StutterDetector();
        RecordingSink sink = new RecordingSink();
        SyntheticFrame frame = SyntheticFrame.eightBit(160, 96);
        Random noise = new Random(SEED);
        for (int i = 0; i < pictures; i++) {
            int picture = shown.applyAsInt(i);
            double coding = noise.nextDouble() * 0.3; // differs though the picture is the same
            frame.paint(
                    (x, y) ->
                            110
                                    + coding
                                    + 60 * Math.sin((x + 3 * picture) / 25.0) * Math.cos(y / 40.0)
                                    + picture / 1_000 * 40);
            detector.onFrame(frame.at(i * 40_000L), sink);
        }
        return Collections.max(sink.values(StutterDetector.STUTTER_RATIO));
    }
}
