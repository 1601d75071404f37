package io.sightline.source.ingest.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The splices of one second, each told once: they are announced several times. Times are relative
 * to the newest PTS, because only that is known on the media's own timeline. One thread.
 */
final class SpliceList {

    private static final long UNKNOWN = -1;
    private static final long WRAP = 1L << 33;
    private static final long FARTHEST_TICKS = 90_000L * 3_600; // an hour is no announcement
    private static final long JUMP_TICKS = 90_000L * 10;
    private static final int KNOWN = 16;

    private final List<SpliceSection> found = new ArrayList<>();
    private final long[] known = new long[KNOWN]; // a ring of keys
    private int nextKnown;
    private long newestPts = UNKNOWN;

    SpliceList() {
        Arrays.fill(known, UNKNOWN);
    }

    /** A picture or a block has this PTS. */
    void pts(long ticks) {
        long ahead = newestPts == UNKNOWN ? 0 : difference(ticks, newestPts);
        if (newestPts == UNKNOWN || ahead > 0 || ahead < -JUMP_TICKS) {
            newestPts = ticks;
        }
    }

    void add(SpliceSection splice) {
        boolean isImmediate = splice.ptsTicks() == SpliceSection.IMMEDIATE;
        long key = isImmediate ? WRAP + splice.eventId() : splice.ptsTicks();
        for (long other : known) {
            if (other == key) {
                return;
            }
        }
        known[nextKnown] = key;
        nextKnown = (nextKnown + 1) % KNOWN;
        found.add(splice);
    }

    /** Microseconds from the newest PTS to each splice found since the last call. */
    List<Long> take() {
        if (found.isEmpty()) {
            return List.of();
        }
        List<Long> micros = new ArrayList<>();
        for (SpliceSection splice : found) {
            boolean isNow = splice.ptsTicks() == SpliceSection.IMMEDIATE || newestPts == UNKNOWN;
            long ticks = isNow ? 0 : difference(splice.ptsTicks(), newestPts);
            if (Math.abs(ticks) <= FARTHEST_TICKS) {
                micros.add(ticks * 100 / 9);
                if (splice.breakTicks() > 0 && splice.breakTicks() <= FARTHEST_TICKS) {
                    micros.add((ticks + splice.breakTicks()) * 100 / 9);
                }
            }
        }
        found.clear();
        return List.copyOf(micros);
    }

    private static long difference(long ticks, long before) {
        long ahead = Math.floorMod(ticks - before, WRAP);
        return ahead >= WRAP / 2 ? ahead - WRAP : ahead;
    }
}
