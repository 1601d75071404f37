package io.sightline.detector.model;

/**
 * Turns timestamps that wrap, such as the 33-bit ones of MPEG-2 systems (ISO/IEC 13818-1, 2.4.3.7:
 * every 26.5 hours at 90 kHz), into ones that do not. Of all values that a timestamp may stand for,
 * the one nearest to its predecessor is taken, so small steps back stay steps back. One instance
 * per timeline; not thread-safe.
 */
public final class TimestampUnwrapper {

    /** Width of PTS and DTS in MPEG-2 systems. */
    public static final int MPEG_BITS = 33;

    private final long periodTicks;
    private long referenceTicks;

    /**
     * @param bits width of the timestamps, 1 to 62
     * @param referenceTicks the last unwrapped value, or {@link TimeBase#NO_TIME} at the beginning
     */
    public TimestampUnwrapper(int bits, long referenceTicks) {
        if (bits < 1 || bits > 62) {
            throw new IllegalArgumentException("bits must be 1 to 62, but was " + bits);
        }
        this.periodTicks = 1L << bits;
        this.referenceTicks = referenceTicks;
    }

    /**
     * Unwraps one timestamp, which becomes the reference of the next. The very first stays as it
     * is; {@link TimeBase#NO_TIME} stays and changes nothing.
     */
    public long unwrap(long ticks) {
        if (ticks == TimeBase.NO_TIME) {
            return ticks;
        }
        referenceTicks = nearestTo(ticks);
        return referenceTicks;
    }

    /** As {@link #unwrap}, but leaves the reference alone. */
    public long nearestTo(long ticks) {
        if (ticks == TimeBase.NO_TIME || referenceTicks == TimeBase.NO_TIME) {
            return ticks;
        }
        // The period divides 2^64, so the difference may overflow without harm.
        long forward = Math.floorMod(ticks - referenceTicks, periodTicks);
        return referenceTicks + (forward >= periodTicks / 2 ? forward - periodTicks : forward);
    }

    /** The last unwrapped value, or {@link TimeBase#NO_TIME}. */
    public long referenceTicks() {
        return referenceTicks;
    }
}
