package io.sightline.detector.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampUnwrapperTest {

    private static final long PERIOD = 1L << 33;

    private final TimestampUnwrapper unwrapper =
            new TimestampUnwrapper(TimestampUnwrapper.MPEG_BITS, TimeBase.NO_TIME);

    @Test
    void unwrapsPtsAcrossThe33BitBoundary() {
        assertThat(unwrapper.unwrap(PERIOD - 3600)).isEqualTo(PERIOD - 3600);
        assertThat(unwrapper.unwrap(0)).isEqualTo(PERIOD);
        assertThat(unwrapper.unwrap(3600)).isEqualTo(PERIOD + 3600);
    }

    @Test
    void followsPacketsThatInterleaveAroundTheBoundary() {
        unwrapper.unwrap(PERIOD - 10);
        assertThat(unwrapper.unwrap(20)).isEqualTo(PERIOD + 20);
        assertThat(unwrapper.unwrap(PERIOD - 5)).isEqualTo(PERIOD - 5);
        assertThat(unwrapper.unwrap(30)).isEqualTo(PERIOD + 30);
    }

    @Test
    void acceptsTimesThatTheContainerAlreadyMadeNegative() {
        unwrapper.unwrap(PERIOD - 10);
        assertThat(unwrapper.unwrap(-5)).isEqualTo(PERIOD - 5);
    }

    @Test
    void leavesAbsentTimesAbsent() {
        assertThat(unwrapper.unwrap(TimeBase.NO_TIME)).isEqualTo(TimeBase.NO_TIME);
        unwrapper.unwrap(7);
        assertThat(unwrapper.unwrap(TimeBase.NO_TIME)).isEqualTo(TimeBase.NO_TIME);
        assertThat(unwrapper.referenceTicks()).isEqualTo(7);
    }

    @Test
    void looksWithoutMovingTheReference() {
        unwrapper.unwrap(PERIOD - 10);
        assertThat(unwrapper.nearestTo(5)).isEqualTo(PERIOD + 5);
        assertThat(unwrapper.referenceTicks()).isEqualTo(PERIOD - 10);
    }

    @Test
    void invertsWrappingForAnySequenceOfSmallSteps() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long time = random.nextLong(PERIOD);
        unwrapper.unwrap(time);
        for (int i = 0; i < 10_000; i++) {
            time += random.nextLong(-90_000, PERIOD / 4);
            assertThat(unwrapper.unwrap(Math.floorMod(time, PERIOD)))
                    .as("seed %d step %d", seed, i)
                    .isEqualTo(time);
        }
    }

    @Test
    void refusesWidthsThatCannotBe() {
        assertThatThrownBy(() -> new TimestampUnwrapper(63, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("63");
    }
}
