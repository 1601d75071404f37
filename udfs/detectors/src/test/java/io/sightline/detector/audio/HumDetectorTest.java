package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HumDetectorTest {

    private static final double LIMIT_DECIBEL = 12;

    @ParameterizedTest
    @CsvSource({"50,8000", "60,44100", "50,48000", "60,192000"})
    void tellsWhichMainsHums(int mainsHz, int rate) {
        Sound sound = Mixtures.speech(rate, Sound.STEREO, 10, 1);
        addHum(sound, mainsHz + 0.04, 0.02);
        Recording heard = sound.measuredBy(new HumDetector());
        assertThat(heard.last(HumDetector.PROMINENCE)).isGreaterThan(LIMIT_DECIBEL);
        assertThat(heard.last(HumDetector.FREQUENCY)).isEqualTo(mainsHz);
    }

    @Test
    void speechMusicAndNoiseDoNotHum() {
        assertThat(hum(Mixtures.speech(48_000, Sound.STEREO, 12, 1))).isLessThan(12);
        assertThat(hum(Mixtures.music(48_000, 20, 1))).isLessThan(12);
        assertThat(hum(Mixtures.noise(48_000, Sound.STEREO, 12, 0.1, 3))).isLessThan(12);
    }

    @Test
    void notesInPassingDoNotCoverIt() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 12, 0.001, 3);
        addHum(sound, 50, 0.01);
        for (int i = 0; i < sound.sampleCount(); i++) { // 20 dB louder, a third of the time
            if (i % 72_000 < 24_000) {
                sound.plane(0)[i] += (float) (0.1 * Math.sin(i * 2 * Math.PI * 55 / 48_000));
                sound.plane(1)[i] += (float) (0.1 * Math.sin(i * 2 * Math.PI * 98 / 48_000));
            }
        }
        assertThat(sound.measuredBy(new HumDetector()).last(HumDetector.PROMINENCE))
                .isGreaterThan(LIMIT_DECIBEL);
    }

    @Test
    void organPedalIsNoHum() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 12, 0.001, 3);
        addHum(sound, 48.999, 0.1); // contra G, the nearest note to 50 Hz
        assertThat(hum(sound)).isLessThan(LIMIT_DECIBEL);
    }

    @Test
    void singleHarmonicIsATone() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 12, 0.001, 3);
        add(sound, 100, 0.1);
        assertThat(hum(sound)).isLessThan(LIMIT_DECIBEL);
    }

    @Test
    void fundamentalAloneIsATone() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 12, 0.001, 3);
        add(sound, 50, 0.1);
        assertThat(hum(sound)).isLessThan(LIMIT_DECIBEL);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 32_000, 44_100, 48_000})
    void aToneDoesNotLeakIntoTheLines(int rate) {
        assertThat(hum(new Sound(rate, Sound.STEREO).sine(12, 440, 10, 0))).isZero();
    }

    @Test
    void humThatIsNotThereAllTheTimeIsNone() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 8.6, 0.001, 3);
        addHum(sound, 50, 0.1);
        for (float[] plane : new float[][] {sound.plane(0), sound.plane(1)}) {
            Arrays.fill(plane, 120_000, 220_000, 0);
        }
        assertThat(hum(sound)).isLessThan(LIMIT_DECIBEL);
    }

    private static double hum(Sound sound) {
        return sound.measuredBy(new HumDetector()).max(HumDetector.PROMINENCE);
    }

    private static void addHum(Sound sound, double mainsHz, double amplitude) {
        add(sound, mainsHz, amplitude);
        add(sound, 2 * mainsHz, amplitude / 2);
        add(sound, 3 * mainsHz, amplitude / 2);
    }

    private static void add(Sound sound, double hz, double amplitude) {
        for (int i = 0; i < sound.sampleCount(); i++) {
            float tone = (float) (amplitude * Math.sin(2 * Math.PI * hz * i / sound.rateHz()));
            sound.plane(0)[i] += tone;
            sound.plane(1)[i] += tone;
        }
    }
}
