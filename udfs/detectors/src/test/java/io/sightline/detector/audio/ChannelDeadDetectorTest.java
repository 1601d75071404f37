package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ChannelDeadDetectorTest {

    @Test
    void readsTheDifferenceOfTheFrontPair() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(1, -20, -26).tone(1, -20, -61);
        Recording heard = sound.measuredBy(new ChannelDeadDetector());
        assertThat(heard.of(ChannelDeadDetector.PAIR_DIFFERENCE)).hasSize(20);
        assertThat(heard.at(ChannelDeadDetector.PAIR_DIFFERENCE, 500_000))
                .isCloseTo(6, within(0.01));
        assertThat(heard.at(ChannelDeadDetector.PAIR_DIFFERENCE, 1_000_000))
                .isCloseTo(41, within(0.01));
    }

    @Test
    void whileBothAreQuietNothingIsMeasured() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(1, -64, -200).tone(1, -59, -200);
        Recording heard = sound.measuredBy(new ChannelDeadDetector());
        assertThat(heard.of(ChannelDeadDetector.PAIR_DIFFERENCE)).hasSize(10);
        assertThat(heard.entries().get(0).atMicros()).isEqualTo(1_000_000);
    }

    @Test
    void offsetIsNoSound() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(1, -20, -200);
        Arrays.fill(sound.plane(1), 0.1f);
        assertThat(
                        sound.measuredBy(new ChannelDeadDetector())
                                .last(ChannelDeadDetector.PAIR_DIFFERENCE))
                .isGreaterThan(60);
    }

    @Test
    void surroundsAreSilentOnPurposeAndTheCentreIsMeasuredApart() {
        Sound sound = new Sound(48_000, Sound.FIVE_ZERO).tone(1, -20, -20, -50, -200, -200);
        Recording heard = sound.measuredBy(new ChannelDeadDetector());
        assertThat(heard.max(ChannelDeadDetector.PAIR_DIFFERENCE)).isCloseTo(0, within(0.01));
        assertThat(heard.max(ChannelDeadDetector.CENTRE_DIFFERENCE)).isCloseTo(30, within(0.01));
    }

    @Test
    void dialogueInTheCentreAloneIsNoDeadPair() {
        Sound sound = new Sound(48_000, Sound.FIVE_ZERO).tone(1, -200, -200, -20, -200, -200);
        assertThat(sound.measuredBy(new ChannelDeadDetector()).entries()).isEmpty();
    }
}
