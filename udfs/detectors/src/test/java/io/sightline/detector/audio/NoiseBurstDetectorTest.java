package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class NoiseBurstDetectorTest {

    @Test
    void readsHowFarABurstIsAboveTheSoundBefore() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 4, 1);
        burst(sound, 2, 0.1, 0.3);
        Recording heard = sound.measuredBy(new NoiseBurstDetector());
        assertThat(heard.at(NoiseBurstDetector.RISE, 1_995_000)).isLessThan(6);
        assertThat(heard.at(NoiseBurstDetector.RISE, 2_050_000)).isGreaterThan(20);
        assertThat(heard.at(NoiseBurstDetector.RISE, 2_105_000)).isLessThan(6);
    }

    @Test
    void softNoiseIsNone() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 4, 1);
        burst(sound, 2, 0.1, 0.012);
        assertThat(sound.measuredBy(new NoiseBurstDetector()).max(NoiseBurstDetector.RISE))
                .isLessThan(12);
    }

    @Test
    void loudToneIsNone() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 4, 1);
        for (int i = 96_000; i < 100_800; i++) {
            sound.plane(0)[i] = (float) (0.8 * Math.sin(i * 0.3));
        }
        assertThat(sound.measuredBy(new NoiseBurstDetector()).max(NoiseBurstDetector.RISE))
                .isLessThan(12);
    }

    @Test
    void loudToneOfHighPitchIsNone() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 4, 1);
        for (int i = 96_000; i < 100_800; i++) {
            sound.plane(0)[i] = (float) (0.8 * Math.sin(i * Math.PI / 2 + Math.PI / 4));
        }
        assertThat(sound.measuredBy(new NoiseBurstDetector()).max(NoiseBurstDetector.RISE))
                .isLessThan(12);
    }

    @Test
    void hissThatSetsInIsNone() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 4, 0.0005, 1);
        burst(sound, 2, 1, 0.02);
        assertThat(sound.measuredBy(new NoiseBurstDetector()).max(NoiseBurstDetector.RISE))
                .isZero();
    }

    @Test
    void noiseThatStaysIsTheProgrammeAfterAWhile() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 8, 1);
        burst(sound, 2, 6, 0.3);
        Recording heard = sound.measuredBy(new NoiseBurstDetector());
        assertThat(heard.at(NoiseBurstDetector.RISE, 3_000_000)).isGreaterThan(20);
        assertThat(heard.at(NoiseBurstDetector.RISE, 4_000_000)).isCloseTo(0, within(6.0));
    }

    private static void burst(Sound sound, double atSecond, double seconds, double deviation) {
        Random random = new Random(5);
        int from = (int) (atSecond * 48_000);
        for (int i = from; i < from + seconds * 48_000; i++) {
            sound.plane(0)[i] += (float) (deviation * random.nextGaussian());
        }
    }
}
