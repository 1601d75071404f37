package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class MonoDetectorTest {

    @Test
    void sameSamplesReadTheFloor() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(3, -20);
        assertThat(sound.measuredBy(new MonoDetector()).of(MonoDetector.SIDE))
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.value()).isEqualTo(-120));
    }

    @Test
    void readsTheSideAgainstTheMiddle() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(1, -20, -20.1735);
        assertThat(sound.measuredBy(new MonoDetector()).last(MonoDetector.SIDE))
                .isCloseTo(-40, within(0.1)); // 1 % of the amplitude
    }

    @Test
    void oppositePolarityReadsAtMost120() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(1, -20);
        for (int i = 0; i < sound.sampleCount(); i++) {
            sound.plane(1)[i] = -sound.plane(0)[i];
        }
        assertThat(sound.measuredBy(new MonoDetector()).last(MonoDetector.SIDE)).isEqualTo(120);
    }

    @Test
    void silenceSaysNothing() {
        Sound sound = new Sound(48_000, Sound.STEREO).silence(3);
        assertThat(sound.measuredBy(new MonoDetector()).entries()).isEmpty();
    }
}
