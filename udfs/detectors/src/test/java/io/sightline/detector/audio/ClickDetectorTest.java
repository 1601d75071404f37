package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ClickDetectorTest {

    @Test
    void countsClicksInSpeech() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 6, 1);
        for (int i = 96_000; i < 192_000; i += 9_600) {
            sound.plane(1)[i] += 0.4f;
        }
        Recording heard = sound.measuredBy(new ClickDetector());
        assertThat(heard.at(ClickDetector.CLICKS, 900_000)).isZero();
        assertThat(heard.at(ClickDetector.CLICKS, 2_500_000)).isCloseTo(5, within(0.5));
        assertThat(heard.at(ClickDetector.CLICKS, 4_100_000)).isZero();
    }

    @Test
    void strokesThatGoOnToSoundAreNone() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 6, 1);
        Random random = new Random(2);
        for (int stroke = 9_600; stroke < 280_000; stroke += 9_600) {
            for (int i = 0; i < 4_800; i++) { // a castanet: at once, 60 dB in 50 ms
                sound.plane(0)[stroke + i] +=
                        (float) (0.3 * random.nextGaussian() * Math.exp(-i / 350.0));
            }
        }
        assertThat(sound.measuredBy(new ClickDetector()).max(ClickDetector.CLICKS)).isZero();
    }

    @Test
    void noiseAndTonesAreNone() {
        Sound noise = Mixtures.noise(48_000, Sound.STEREO, 5, 0.1, 3);
        assertThat(noise.measuredBy(new ClickDetector()).max(ClickDetector.CLICKS)).isZero();
        Sound tone = new Sound(48_000, Sound.STEREO).sine(5, 11_900, 0, -3);
        assertThat(tone.measuredBy(new ClickDetector()).max(ClickDetector.CLICKS)).isZero();
    }
}
