package io.sightline.detector.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.SavedState;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.features.SyntheticFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AvTimingDetectorTest {

    private static final int SAMPLES = 1_024;

    private final Map<Metric, List<Double>> told = new HashMap<>();
    private final MeasurementSink out =
            new MeasurementSink() {
                @Override
                public void measure(Metric metric, double value) {
                    told.computeIfAbsent(metric, unused -> new ArrayList<>()).add(value);
                }

                @Override
                public void measure(Metric metric, double value, long atMicros) {
                    throw new AssertionError("It is measured where it is heard");
                }
            };
    private AvTimingDetector detector = new AvTimingDetector();
    private long soundMicros;

    @Test
    void soundWhoseSamplesLastAsLongAsTheirTimesSayDoesNotDrift() {
        play(3_600, 48_000, /* clockRatio= */ 1, /* roundingMicros= */ 1_000);
        assertThat(drift()).isCloseTo(0, within(1.1));
        assertThat(told.get(AvTimingDetector.DRIFT))
                .allSatisfy(ms -> assertThat(ms).isCloseTo(0, within(2.1)));
    }

    @Test
    void aClockThatIsOffDriftsByAsMuchInTenMinutes() {
        play(300, 48_000, 1.0001, 1);
        assertThat(drift()).isCloseTo(-30, within(1.1)); // times ran faster: sound gets ahead
        play(1_500, 48_000, 1.0001, 1);
        assertThat(drift()).isCloseTo(-60, within(1.1));

        detector = new AvTimingDetector();
        play(600, 44_100, 0.9999, 1);
        assertThat(drift()).isCloseTo(60, within(1.1));
    }

    @Test
    void aGapIsNoDrift() {
        play(60, 48_000, 1, 1);
        soundMicros += 300_000;
        play(60, 48_000, 1, 1);
        soundMicros -= 10_000;
        play(60, 48_000, 1, 1);
        assertThat(drift()).isCloseTo(0, within(0.1));
    }

    @Test
    void tellsWhatBeganFirstOnce() {
        detector.onFrame(SyntheticFrame.eightBit(16, 16).at(1_400_000), out);
        soundMicros = 1_378_667;
        play(1, 48_000, 1, 1);
        detector.onFrame(SyntheticFrame.eightBit(16, 16).at(1_440_000), out);
        assertThat(told.get(AvTimingDetector.START_OFFSET)).containsExactly(-21.333);
        detector.onDiscontinuity();
        detector.onFrame(SyntheticFrame.eightBit(16, 16).at(5_000_000), out);
        soundMicros = 5_100_000;
        play(1, 48_000, 1, 1);
        assertThat(told.get(AvTimingDetector.START_OFFSET)).containsExactly(-21.333, 100.0);
    }

    @Test
    void tellsHowFarPicturesAreAheadOfSound() {
        play(1, 48_000, 1, 1);
        detector.onFrame(SyntheticFrame.eightBit(16, 16).at(soundMicros + 460_000), out);
        assertThat(told.get(AvTimingDetector.INTERLEAVE)).containsExactly(500.0);
    }

    @Test
    void goesOnExactlyAfterARestartAndAnotherRateBeginsAnew() throws IOException {
        play(900, 48_000, 1.0001, 1);
        AvTimingDetector other = SavedState.handedOver(detector, new AvTimingDetector());
        long at = soundMicros;
        play(100, 48_000, 1.0001, 1);
        double whole = drift();
        detector = other;
        soundMicros = at;
        play(100, 48_000, 1.0001, 1);
        assertThat(drift()).isEqualTo(whole);
        assertThat(SavedState.of(detector)).hasSizeLessThan(700);
        play(1, 44_100, 1, 1);
        assertThat(drift()).isCloseTo(0, within(0.1));
    }

    private double drift() {
        List<Double> all = told.get(AvTimingDetector.DRIFT);
        return all.get(all.size() - 1);
    }

    /** Blocks whose times run by a clock of their own, rounded down as containers do. */
    private void play(double seconds, int rateHz, double clockRatio, long roundingMicros) {
        long from = soundMicros;
        long blocks = Math.round(seconds * rateHz / SAMPLES);
        for (long i = 0; i < blocks; i++) {
            double exact = from + i * SAMPLES * 1e6 / rateHz * clockRatio;
            soundMicros = roundingMicros * (long) (exact / roundingMicros);
            detector.onBlock(
                    new LineUp.Block(soundMicros, rateHz, SAMPLES, List.of(new float[SAMPLES])),
                    out);
        }
        soundMicros = (long) (from + blocks * SAMPLES * 1e6 / rateHz * clockRatio);
    }
}
