package io.sightline.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LevelTest {

    @Test
    void staysBadBetweenLeaveAndEnter() {
        Level level = Level.above(0.9, 0.5);

        assertThat(level.isBad(0.7, /* wasBad= */ false)).isFalse();
        assertThat(level.isBad(0.7, /* wasBad= */ true)).isTrue();
        assertThat(level.isBad(0.91, /* wasBad= */ false)).isTrue();
        assertThat(level.isBad(0.5, /* wasBad= */ true)).isFalse();
    }

    @Test
    void judgesSilenceFromBelow() {
        Level level = Level.below(-60, -55);

        assertThat(level.isBad(Double.NEGATIVE_INFINITY, /* wasBad= */ false)).isTrue();
        assertThat(level.isBad(-58, /* wasBad= */ true)).isTrue();
        assertThat(level.isBad(-55, /* wasBad= */ true)).isFalse();
        assertThat(level.worse(-61, -90)).isEqualTo(-90);
        assertThat(level.limitFor(-90)).isEqualTo(-60);
    }

    @Test
    void judgesLoudnessFromBothSides() {
        Level level = new Level(-30, -28, -16, -18);

        assertThat(level.isBad(-23, /* wasBad= */ false)).isFalse();
        assertThat(level.isBad(-31, /* wasBad= */ false)).isTrue();
        assertThat(level.isBad(-15, /* wasBad= */ false)).isTrue();
        assertThat(level.worse(-31, -10)).isEqualTo(-10);
        assertThat(level.limitFor(-10)).isEqualTo(-16);
        assertThat(level.limitFor(-40)).isEqualTo(-30);
    }

    @Test
    void isNotMovedByWhatIsNotANumber() {
        Level level = Level.above(0.9, 0.5);

        assertThat(level.isBad(Double.NaN, /* wasBad= */ true)).isTrue();
        assertThat(level.isBad(Double.NaN, /* wasBad= */ false)).isFalse();
        assertThat(level.worse(Double.NaN, 1)).isEqualTo(1);
    }

    @Test
    void refusesALeaveBeyondItsEnter() {
        assertThatThrownBy(() -> Level.above(0.5, 0.9))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
