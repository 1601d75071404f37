package io.sightline.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * How late this machine runs what is due: measured by a task that is due all the time. Thread-safe.
 */
final class MachineLateness {

    static final long PERIOD_MILLIS = 100;

    private record Late(long atMillis, long byMillis) {}

    private final List<Late> seen = new ArrayList<>();
    private long lastNanos = System.nanoTime();

    /** To be called once a period. */
    synchronized void pulse() {
        long now = System.nanoTime();
        long lateMillis = (now - lastNanos) / 1_000_000 - PERIOD_MILLIS;
        lastNanos = now;
        if (lateMillis > PERIOD_MILLIS) {
            seen.add(new Late(System.currentTimeMillis(), lateMillis));
        }
    }

    /** The worst between the two, epoch milliseconds. */
    synchronized long worstMillis(long fromMillis, long toMillis) {
        return seen.stream()
                .filter(late -> late.atMillis() >= fromMillis)
                .filter(late -> late.atMillis() - late.byMillis() <= toMillis)
                .mapToLong(Late::byMillis)
                .max()
                .orElse(0);
    }
}
