package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class PhaseDetectorTest {

    @Test
    void sameSoundReadsOneAndInvertedMinusOne() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 8, 1);
        copyLeft(sound, 0, 4, 1);
        copyLeft(sound, 4, 8, -1);
        Recording heard = sound.measuredBy(new PhaseDetector());
        assertThat(heard.at(PhaseDetector.CORRELATION, 2_500_000)).isCloseTo(1, within(1e-6));
        assertThat(heard.at(PhaseDetector.CORRELATION, 5_500_000)).isCloseTo(-1, within(1e-6));
        assertThat(heard.at(PhaseDetector.CORRELATION, 4_000_000)).isCloseTo(0, within(0.15));
    }

    @Test
    void soundsThatHaveNothingInCommonReadZero() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 5, 0.1, 2);
        Recording heard = sound.measuredBy(new PhaseDetector());
        assertThat(heard.of(PhaseDetector.CORRELATION))
                .hasSize(31)
                .allSatisfy(entry -> assertThat(entry.value()).isCloseTo(0, within(0.03)));
    }

    @Test
    void bassOfOppositePhaseIsNoInversion() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 4, 1);
        copyLeft(sound, 0, 4, 1);
        for (int i = 0; i < sound.sampleCount(); i++) {
            double bass = 0.05 * Math.sin(2 * Math.PI * 50 * i / 48_000);
            sound.plane(0)[i] += (float) bass;
            sound.plane(1)[i] -= (float) bass;
        }
        assertThat(sound.measuredBy(new PhaseDetector()).last(PhaseDetector.CORRELATION))
                .isGreaterThan(0.7);
    }

    @Test
    void offsetChangesNothing() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 3, 0.01, 2);
        for (int i = 0; i < sound.sampleCount(); i++) {
            sound.plane(0)[i] += 0.02f;
            sound.plane(1)[i] -= 0.02f;
        }
        assertThat(sound.measuredBy(new PhaseDetector()).last(PhaseDetector.CORRELATION))
                .isGreaterThan(-0.15);
    }

    @Test
    void silenceSaysNothingAndADeadChannelReadsZero() {
        Sound silent = new Sound(48_000, Sound.STEREO).silence(4);
        assertThat(silent.measuredBy(new PhaseDetector()).entries()).isEmpty();
        Sound dead = new Sound(48_000, Sound.STEREO).tone(4, -20, -200);
        assertThat(dead.measuredBy(new PhaseDetector()).max(PhaseDetector.CORRELATION)).isZero();
    }

    @Test
    void monoHasNoPair() {
        assertThat(
                        new Sound(48_000, Sound.MONO)
                                .tone(4, -20)
                                .measuredBy(new PhaseDetector())
                                .entries())
                .isEmpty();
    }

    private static void copyLeft(Sound sound, int fromSecond, int toSecond, int sign) {
        for (int i = fromSecond * 48_000; i < toSecond * 48_000; i++) {
            sound.plane(1)[i] = sign * sound.plane(0)[i];
        }
    }
}
