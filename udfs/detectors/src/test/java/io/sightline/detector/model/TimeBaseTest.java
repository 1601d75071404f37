package io.sightline.detector.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeBaseTest {

    private static final TimeBase MPEG_TS = new TimeBase(1, 90_000);
    private static final BigDecimal MOST_MICROS = BigDecimal.valueOf(Long.MAX_VALUE);

    @Test
    void rescalesTicksToMicroseconds() {
        assertThat(MPEG_TS.toMicros(90_000)).isEqualTo(1_000_000);
        assertThat(MPEG_TS.toMicros(8_589_934_591L)).isEqualTo(95_443_717_678L);
        assertThat(new TimeBase(1001, 30_000).toMicros(1)).isEqualTo(33_367);
    }

    @Test
    void roundsHalfAwayFromZero() {
        TimeBase halfMicro = new TimeBase(1, 2_000_000);
        assertThat(halfMicro.toMicros(1)).isEqualTo(1);
        assertThat(halfMicro.toMicros(-1)).isEqualTo(-1);
        assertThat(halfMicro.toMicros(3)).isEqualTo(2);
    }

    @Test
    void keepsAnAbsentTimeAbsent() {
        assertThat(MPEG_TS.toMicros(TimeBase.NO_TIME)).isEqualTo(TimeBase.NO_TIME);
    }

    @Test
    void refusesATimeThatDoesNotFit() {
        assertThatThrownBy(() -> new TimeBase(Integer.MAX_VALUE, 1).toMicros(Long.MAX_VALUE / 2))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void isMonotoneAndWithinHalfAMicrosecondOfTheTruth() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            TimeBase base =
                    new TimeBase(
                            1 + random.nextInt(100_000), 1 + random.nextInt(Integer.MAX_VALUE));
            long ticks = random.nextLong() >> 24;
            BigDecimal truth =
                    BigDecimal.valueOf(ticks)
                            .multiply(BigDecimal.valueOf(1_000_000L * base.numerator()))
                            .divide(
                                    BigDecimal.valueOf(base.denominator()),
                                    9,
                                    RoundingMode.HALF_UP);
            if (truth.abs().compareTo(MOST_MICROS) > 0) {
                assertThatThrownBy(() -> base.toMicros(ticks))
                        .as("seed %s: %s ticks of %s", seed, ticks, base)
                        .isInstanceOf(ArithmeticException.class);
                continue;
            }
            long micros = base.toMicros(ticks);
            assertThat(truth.subtract(BigDecimal.valueOf(micros)).abs())
                    .as("seed %s: %s ticks of %s", seed, ticks, base)
                    .isLessThanOrEqualTo(new BigDecimal("0.500000001"));
            assertThat(base.toMicros(ticks - Long.signum(ticks)) * Long.signum(ticks))
                    .as("seed %s: next to %s ticks of %s", seed, ticks, base)
                    .isLessThanOrEqualTo(micros * Long.signum(ticks));
        }
    }
}
