package io.sightline.detector.audio;

import static io.sightline.detector.audio.TruePeakDetector.TRUE_PEAK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The true-peak cases of EBU Tech 3341 (v4, table 1), and what the detector adds of its own. */
final class TruePeakDetectorTest {

    private static final double HALF = 20 * Math.log10(0.5);

    @ParameterizedTest
    @CsvSource({
        "15, 4,  0,    0.50, -6.0",
        "16, 4, 45,    0.50, -6.0",
        "17, 6, 60,    0.50, -6.0",
        "18, 8, 67.5,  0.50, -6.0",
        "19, 4, 45,    1.41,  3.0",
    })
    void cases15To19SteadyTones(
            int testCase, double divisor, double phaseDegrees, double amplitude, double expected) {
        for (int rate : new int[] {44_100, 48_000, 96_000, 192_000}) {
            if (Interpolator.factorFor(rate) == 1 && phaseDegrees != 0) {
                continue; // no oversampling from 192 kHz on, where fs/4 is far beyond hearing
            }
            Sound sound =
                    new Sound(rate, Sound.STEREO)
                            .sine(3, rate / divisor, phaseDegrees, 20 * Math.log10(amplitude));
            assertThat(peak(sound))
                    .as("case %d at %d Hz", testCase, rate)
                    .isBetween(expected - 0.4, expected + 0.2);
        }
    }

    /**
     * In the manner of cases 20 to 23: a tone of fs/6 at half scale with one louder swing of full
     * scale within, made at four times the rate, band-limited, and decimated with each offset.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void cases20To23PeakBetweenSamples(int offset) {
        float[] oversampled = new float[4 * 48_000];
        int middle = oversampled.length / 2;
        for (int i = 0; i < oversampled.length; i++) {
            double swing = Math.exp(-Math.pow((i - middle) / 60.0, 2)); // narrow band: no aliasing
            double angle = 2 * Math.PI * (i - middle) / 24; // fs/6 at four times the rate
            oversampled[i] = (float) ((0.5 + 0.5 * swing) * Math.cos(angle));
        }
        float[] decimated = new float[48_000];
        for (int i = 0; i < decimated.length; i++) {
            decimated[i] = oversampled[4 * i + offset];
        }
        Sound sound = new Sound(48_000, Sound.STEREO).samples(decimated);
        assertThat(peak(sound)).isBetween(-0.4, 0.2);
    }

    @Test
    void samplePeakIsNeverMissed() {
        float[] click = new float[4_800];
        click[4_799] = -0.9f;
        Sound sound = new Sound(48_000, Sound.STEREO).samples(click);
        assertThat(peak(sound)).isCloseTo(20 * Math.log10(0.9), within(0.01));
    }

    @Test
    void constantReadsItsOwnLevelWithoutRingingAtTheStart() {
        float[] constant = new float[48_000];
        Arrays.fill(constant, 0.5f);
        assertThat(peak(new Sound(48_000, Sound.MONO).samples(constant)))
                .isCloseTo(HALF, within(0.001));
    }

    @Test
    void holeEndsAPartAndDoesNotRing() {
        Sound sound = new Sound(48_000, Sound.MONO).sine(2, 12_000, 45, HALF);
        TruePeakDetector detector = new TruePeakDetector();
        Recording heard = new Recording();
        sound.feed(detector, heard, 0, 50_000, () -> 1_024);
        sound.feed(detector, heard, 50_007, 96_000, () -> 1_024, 4_000_000);
        assertThat(heard.max(TRUE_PEAK)).isCloseTo(HALF, within(0.1));
        assertThat(heard.of(TRUE_PEAK).get(10).atMicros()).isEqualTo(1_000_000);
        assertThat(heard.of(TRUE_PEAK).get(11).atMicros()).isEqualTo(5_041_812);
    }

    @Test
    void wrongNumbersCountAsSilence() {
        float[] wrong = new float[9_600];
        Arrays.fill(wrong, 0, 4_800, Float.NaN);
        wrong[100] = Float.NEGATIVE_INFINITY;
        Recording heard =
                new Sound(48_000, Sound.STEREO).samples(wrong).measuredBy(new TruePeakDetector());
        assertThat(heard.of(TRUE_PEAK)).hasSize(2);
        assertThat(heard.max(TRUE_PEAK)).isEqualTo(-120);
    }

    @Test
    void skippingChangesNoResult() {
        Sound music = Mixtures.music(44_100, 10, 1);
        Recording coarse = music.measuredBy(new TruePeakDetector(settings(4_096)));
        Recording fine = music.measuredBy(new TruePeakDetector(settings(32)));
        assertThat(fine.entries()).isEqualTo(coarse.entries());
        assertThat(fine.of(TRUE_PEAK).stream().mapToDouble(Recording.Entry::value).toArray())
                .isEqualTo(everyPointInterpolated(music));
    }

    private static TruePeakDetector.Settings settings(int runSamples) {
        return new TruePeakDetector.Settings(runSamples);
    }

    private static double[] everyPointInterpolated(Sound sound) {
        Interpolator interpolator = new Interpolator(4);
        int hop = sound.rateHz() / 10;
        double[] levels = new double[sound.sampleCount() / hop];
        float[] scratch = new float[1];
        for (int at = 0; at < levels.length; at++) {
            float peak = 0;
            for (int channel = 0; channel < 2; channel++) {
                float[] plane = sound.plane(channel);
                for (int i = at * hop; i < (at + 1) * hop; i++) {
                    peak = Math.max(peak, Math.abs(plane[i]));
                    if (i >= Interpolator.TAPS - 1) {
                        peak = Math.max(peak, interpolator.peak(plane, i, i + 1, scratch));
                    }
                }
            }
            levels[at] = Decibel.ofAmplitude(peak, -120);
        }
        return levels;
    }

    private static double peak(Sound sound) {
        return sound.measuredBy(new TruePeakDetector()).max(TRUE_PEAK);
    }
}
