package io.sightline.source.ingest.transport;

/**
 * How far the PCRs of one second lie off a constant bit rate: the largest distance, in time, from
 * the line of least squares through them. One thread; allocates nothing later.
 */
final class PcrLine {

    private static final int MAX_POINTS = 128;
    private static final int MIN_POINTS = 8;

    private final long[] offsets = new long[MAX_POINTS];
    private final long[] ticks = new long[MAX_POINTS];
    private int points;
    private boolean isBroken;
    private boolean isPadded;

    /** A PCR of the clock, {@code clockTicks} of 27 MHz, whose bytes lie at {@code offset}. */
    void add(long offset, long clockTicks) {
        if (points < MAX_POINTS) {
            offsets[points] = offset;
            ticks[points++] = clockTicks;
        }
    }

    /** Bytes are missing, or the clock jumped: this second has no line. */
    void breakLine() {
        isBroken = true;
    }

    /** A null packet: only who keeps a rate constant sends them. */
    void padded() {
        isPadded = true;
    }

    /** Begins the next second, with the last PCR. */
    void restart() {
        if (points > 0) {
            offsets[0] = offsets[points - 1];
            ticks[0] = ticks[points - 1];
            points = 1;
        }
        isBroken = false;
        isPadded = false;
    }

    /** Ticks of 27 MHz, or not a number. */
    double largestDistance() {
        if (isBroken || !isPadded || points < MIN_POINTS) {
            return Double.NaN;
        }
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < points; i++) {
            meanX += (double) (offsets[i] - offsets[0]) / points;
            meanY += (double) (ticks[i] - ticks[0]) / points;
        }
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < points; i++) {
            double x = offsets[i] - offsets[0] - meanX;
            xx += x * x;
            xy += x * (ticks[i] - ticks[0] - meanY);
        }
        if (xx == 0) {
            return Double.NaN;
        }
        double largest = 0;
        for (int i = 0; i < points; i++) {
            double expected = meanY + (offsets[i] - offsets[0] - meanX) * xy / xx;
            largest = Math.max(largest, Math.abs(ticks[i] - ticks[0] - expected));
        }
        return largest;
    }
}
