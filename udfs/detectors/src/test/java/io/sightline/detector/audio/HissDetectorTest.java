package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HissDetectorTest {

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000, 96_000})
    void readsHowFarTheFloorRose(int rate) {
        Sound sound = Mixtures.noise(rate, Sound.STEREO, 16, 0.0005, 2);
        addNoise(sound, 6, 16, 0.005);
        Recording heard = sound.measuredBy(new HissDetector());
        assertThat(heard.at(HissDetector.RISE, 4_500_000)).isCloseTo(0, within(3.0));
        assertThat(heard.at(HissDetector.RISE, 12_000_000)).isBetween(14.0, 22.0);
    }

    @Test
    void risesInSpeech() {
        Sound sound = Mixtures.speech(48_000, Sound.STEREO, 16, 1);
        addNoise(sound, 6, 16, 0.03);
        Recording heard = sound.measuredBy(new HissDetector());
        assertThat(heard.at(HissDetector.RISE, 4_000_000)).isLessThan(6);
        assertThat(heard.at(HissDetector.RISE, 12_000_000)).isGreaterThan(10);
    }

    @Test
    void noiseThatWasThereFromTheStartHasNotRisen() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 16, 0.05, 2);
        assertThat(sound.measuredBy(new HissDetector()).max(HissDetector.RISE)).isLessThan(3);
    }

    @Test
    void noiseThatSwellsHasNotRisen() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 20, 0.0005, 2);
        for (float[] plane : new float[][] {sound.plane(0), sound.plane(1)}) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] *= (float) Math.pow(10, Math.min(1.5, i / 480_000.0)); // 30 dB in 15 s
            }
        }
        assertThat(sound.measuredBy(new HissDetector()).max(HissDetector.RISE)).isLessThan(6);
    }

    @Test
    void whatIsNotSteadyIsNoHiss() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 16, 0.0005, 2);
        Random random = new Random(3);
        for (int i = 6 * 48_000; i < sound.sampleCount(); i++) { // strokes of a brush
            double stroke = Math.exp(-(i % 9_600) / 2_000.0);
            sound.plane(0)[i] += (float) (0.05 * stroke * random.nextGaussian());
        }
        assertThat(sound.measuredBy(new HissDetector()).max(HissDetector.RISE)).isLessThan(10);
    }

    @Test
    void soundAfterASilenceIsComparedWithThatBeforeIt() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 22, 0.01, 2);
        for (int i = 6 * 48_000; i < 12 * 48_000; i++) {
            sound.plane(0)[i] = 0;
            sound.plane(1)[i] = 0;
        }
        Recording same = sound.measuredBy(new HissDetector());
        addNoise(sound, 12, 22, 0.1);
        Recording louder = sound.measuredBy(new HissDetector());

        assertThat(same.max(HissDetector.RISE)).isLessThan(3);
        assertThat(louder.at(HissDetector.RISE, 18_000_000)).isBetween(14.0, 26.0);
    }

    private static void addNoise(Sound sound, int fromSecond, int toSecond, double deviation) {
        Random random = new Random(7);
        for (int i = fromSecond * sound.rateHz(); i < toSecond * sound.rateHz(); i++) {
            sound.plane(0)[i] += (float) (deviation * random.nextGaussian());
            sound.plane(1)[i] += (float) (deviation * random.nextGaussian());
        }
    }
}
