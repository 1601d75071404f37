package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DropoutDetectorTest {

    @ParameterizedTest
    @CsvSource({
        "10,8000",
        "10,48000",
        "25,44100",
        "60,48000",
        "300,48000",
        "500,11025",
        "580,192000"
    })
    void findsAGap(int millis, int rate) {
        Sound sound = Mixtures.noise(rate, Sound.STEREO, 3, 0.05, millis);
        silence(sound, 1.2345, millis);
        Recording heard = sound.measuredBy(new DropoutDetector());
        assertThat(heard.max(DropoutDetector.LENGTH)).isCloseTo(millis, within(2.5));
        assertThat(startOf(heard)).isCloseTo(1_234_500, within(2_500L));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 700})
    void isNeitherTooShortNorTooLong(int millis) {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 3, 0.05, millis);
        silence(sound, 1.2345, millis);
        assertThat(sound.measuredBy(new DropoutDetector()).max(DropoutDetector.LENGTH)).isZero();
    }

    @Test
    void aPauseThatFadesIsNone() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 3, 0.1, 9);
        for (float[] plane : new float[][] {sound.plane(0), sound.plane(1)}) {
            for (int i = 48_000; i < 60_000; i++) { // 60 dB in 100 ms, and then at once
                plane[i] *= (float) Math.pow(10, -0.03 * (i - 48_000) / 48);
            }
        }
        assertThat(sound.measuredBy(new DropoutDetector()).max(DropoutDetector.LENGTH)).isZero();
    }

    @Test
    void aClosureInWhichTheRoomGoesOnIsNone() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 3, 0.1, 9);
        for (float[] plane : new float[][] {sound.plane(0), sound.plane(1)}) {
            for (int i = 48_000; i < 48_000 + 2_880; i++) {
                plane[i] *= 0.02f; // -34 dB for 60 ms
            }
        }
        assertThat(sound.measuredBy(new DropoutDetector()).max(DropoutDetector.LENGTH)).isZero();
    }

    @Test
    void clicksInSilenceAreNone() {
        Sound sound = new Sound(48_000, Sound.STEREO).silence(4);
        for (int i = 4_800; i < sound.sampleCount(); i += 4_800) {
            sound.plane(0)[i] = 0.5f;
            sound.plane(1)[i + 20] = -0.5f;
        }
        assertThat(sound.measuredBy(new DropoutDetector()).max(DropoutDetector.LENGTH)).isZero();
    }

    @Test
    void oneChannelThatGoesOnIsSound() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 3, 0.05, 9);
        Arrays.fill(sound.plane(0), 48_000, 50_000, 0);
        assertThat(sound.measuredBy(new DropoutDetector()).max(DropoutDetector.LENGTH)).isZero();
    }

    @Test
    void offsetDoesNotHideAGap() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 3, 0.05, 1);
        silence(sound, 1.5, 20);
        for (int i = 0; i < sound.sampleCount(); i++) {
            sound.plane(0)[i] += 0.2f;
        }
        assertThat(sound.measuredBy(new DropoutDetector()).max(DropoutDetector.LENGTH))
                .isCloseTo(20, within(2.5));
    }

    @Test
    void aHoleInTimeIsAnInterruption() {
        Sound sound = Mixtures.noise(48_000, Sound.STEREO, 2, 0.05, 1);
        for (long holeMicros : new long[] {4_000, 9_000, 21_333, 640_000, 3_000_000}) {
            DropoutDetector detector = new DropoutDetector();
            Recording heard = new Recording();
            sound.feed(detector, heard, 0, 48_000, () -> 1_024);
            sound.feed(detector, heard, 48_000, 96_000, () -> 1_024, holeMicros);
            double expected = holeMicros < 10_000 ? 0 : holeMicros / 1e3;
            assertThat(heard.max(DropoutDetector.LENGTH)).isCloseTo(expected, within(0.01));
            if (expected > 0) {
                assertThat(startOf(heard))
                        .isEqualTo(1_000_000 + Math.max(0, holeMicros - 1_400_000));
                assertThat(heard.at(DropoutDetector.LENGTH, 1_000_000 + holeMicros)).isZero();
            }
        }
    }

    private static void silence(Sound sound, double atSecond, int millis) {
        int from = (int) (atSecond * sound.rateHz());
        Arrays.fill(sound.plane(0), from, from + millis * sound.rateHz() / 1_000, 0);
        Arrays.fill(sound.plane(1), from, from + millis * sound.rateHz() / 1_000, 0);
    }

    private static long startOf(Recording heard) {
        return heard.of(DropoutDetector.LENGTH).stream()
                .filter(entry -> entry.value() > 0)
                .mapToLong(Recording.Entry::atMicros)
                .findFirst()
                .orElseThrow();
    }
}
