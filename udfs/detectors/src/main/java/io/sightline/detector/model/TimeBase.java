package io.sightline.detector.model;

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

    /** Rescales ticks to microseconds, rounding half away from zero; {@link #NO_TIME} stays. */
    public long toMicros(long ticks) {
        if (ticks == NO_TIME) {
            return NO_TIME;
        }
        long scale = 1_000_000L * numerator;
        long whole = Math.multiplyExact(ticks / denominator, scale);
        long rest =
                ticks % denominator * scale; // below 2^31 * 2^51: checked by the test of extremes
        long half = Long.signum(rest) * (denominator / 2L);
        return Math.addExact(whole, (rest + half) / denominator);
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
