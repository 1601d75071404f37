package io.sightline.detector.model;

import java.math.BigInteger;

/**
 * How long one tick of a timestamp lasts: {@code numerator / denominator} seconds.
 *
 * @param numerator positive
 * @param denominator positive
 */
public record TimeBase(int numerator, int denominator) {

    /** Marks a time that is not there; equal to the value FFmpeg uses. */
    public static final long NO_TIME = Long.MIN_VALUE;

    public static final TimeBase MICROS = new TimeBase(1, 1_000_000);

    public TimeBase {
        if (numerator <= 0 || denominator <= 0) {
            throw new IllegalArgumentException(numerator + "/" + denominator);
        }
    }

    /**
     * Rescales ticks to microseconds, rounding half away from zero; {@link #NO_TIME} stays.
     *
     * @throws ArithmeticException if the result does not fit
     */
    public long toMicros(long ticks) {
        if (ticks == NO_TIME) {
            return NO_TIME;
        }
        long scale = 1_000_000L * numerator;
        long whole = Math.multiplyExact(ticks / denominator, scale);
        long rest = ticks % denominator;
        long half = Long.signum(rest) * (denominator / 2L);
        if (scale <= Long.MAX_VALUE / 2 / denominator) {
            return Math.addExact(whole, (rest * scale + half) / denominator);
        }
        // A denominator and a numerator that are both huge: no real container, but exact all the
        // same.
        BigInteger part =
                BigInteger.valueOf(rest)
                        .multiply(BigInteger.valueOf(scale))
                        .add(BigInteger.valueOf(half))
                        .divide(BigInteger.valueOf(denominator));
        return Math.addExact(whole, part.longValueExact());
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
