package io.sightline.detector.sync;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Recognises a line-up pattern: {@value #PAIRS} flashes and as many beeps on end, equally far
 * apart. One of either that does not fit, and it is no pattern: what programmes flash and beep is
 * not regular for so long.
 */
final class SyncPattern {

    static final double NO_OFFSET = Double.NaN;

    private static final int PAIRS = 4;
    private static final long NONE = Long.MIN_VALUE;

    /** Flashes come with pictures, at most 42 ms apart. */
    private static final long TOLERANCE_MICROS = 45_000;

    private static final long SHORTEST_PERIOD_MICROS = 400_000;
    private static final long LONGEST_PERIOD_MICROS = 30_000_000;
    private static final long FARTHEST_MICROS = 1_000_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private final long[] flashes = new long[PAIRS]; // the latest last
    private final long[] beeps = new long[PAIRS];
    private final long[] offsets = new long[PAIRS];
    private long pairedMicros = NONE; // the last flash whose offset was told

    SyncPattern() {
        forget();
    }

    /** Milliseconds from flash to beep, or {@link #NO_OFFSET}. */
    double flash(long micros) {
        push(flashes, micros);
        return offsetMs();
    }

    /** The same. */
    double beep(long micros) {
        push(beeps, micros);
        return offsetMs();
    }

    /** The instant of the later of the last flash and the last beep. */
    long lastMicros() {
        return Math.max(flashes[PAIRS - 1], beeps[PAIRS - 1]);
    }

    private static void push(long[] events, long micros) {
        System.arraycopy(events, 1, events, 0, PAIRS - 1);
        events[PAIRS - 1] = micros;
    }

    private double offsetMs() {
        long flash = flashes[PAIRS - 1];
        if (flashes[0] == NONE || beeps[0] == NONE || flash == pairedMicros) {
            return NO_OFFSET;
        }
        long period = (flash - flashes[0]) / (PAIRS - 1);
        long farthest = Math.min(FARTHEST_MICROS, period / 2);
        boolean isPattern =
                period >= SHORTEST_PERIOD_MICROS
                        && period <= LONGEST_PERIOD_MICROS
                        && isRegular(flashes, period)
                        && isRegular(beeps, period);
        for (int i = 0; i < PAIRS; i++) {
            offsets[i] = beeps[i] - flashes[i];
            isPattern &= Math.abs(offsets[i]) <= farthest;
        }
        if (!isPattern) {
            return NO_OFFSET;
        }
        pairedMicros = flash;
        Arrays.sort(offsets);
        return (offsets[PAIRS / 2 - 1] + offsets[PAIRS / 2]) / (2 * MICROS_PER_MILLI); // median
    }

    private static boolean isRegular(long[] events, long period) {
        for (int i = 1; i < PAIRS; i++) {
            if (Math.abs(events[i] - events[i - 1] - period) > TOLERANCE_MICROS) {
                return false;
            }
        }
        return true;
    }

    void forget() {
        Arrays.fill(flashes, NONE);
        Arrays.fill(beeps, NONE);
        pairedMicros = NONE;
    }

    void save(DataOutput out) throws IOException {
        for (int i = 0; i < PAIRS; i++) {
            out.writeLong(flashes[i]);
            out.writeLong(beeps[i]);
        }
        out.writeLong(pairedMicros);
    }

    void restore(DataInput in) throws IOException {
        for (int i = 0; i < PAIRS; i++) {
            flashes[i] = in.readLong();
            beeps[i] = in.readLong();
        }
        pairedMicros = in.readLong();
    }
}
