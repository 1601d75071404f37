package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LoudnessJumpTest {

    @Test
    void readsTheDifferenceOfTenSecondsToTheThirtyBefore() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(30, -30).tone(11, -17);
        assertThat(sound.measuredBy(new LoudnessDetector()).max(LoudnessDetector.JUMP))
                .isCloseTo(13, within(0.1));
        Sound softer = new Sound(48_000, Sound.STEREO).tone(30, -20).tone(11, -27);
        assertThat(softer.measuredBy(new LoudnessDetector()).max(LoudnessDetector.JUMP))
                .isCloseTo(7, within(0.4)); // the block across the change is still loud
    }

    @Test
    void silenceIsNoJump() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(35, -20).silence(6).tone(4, -20);
        assertThat(sound.measuredBy(new LoudnessDetector()).max(LoudnessDetector.JUMP))
                .isCloseTo(0, within(0.5));
    }

    @Test
    void nothingIsKnownBeforeFortySeconds() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(20, -30).tone(19, -10);
        assertThat(sound.measuredBy(new LoudnessDetector()).of(LoudnessDetector.JUMP)).isEmpty();
    }
}
