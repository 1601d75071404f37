package io.sightline.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How late this machine runs what is due, measured by a task that is due all the time; and how much
 * of it was not there at all. Thread-safe.
 */
final class MachineLateness {

    static final long PERIOD_MILLIS = 100;

    private record Late(long atMillis, long byMillis) {}

    /**
     * What all processors together have done.
     *
     * @param ticks of them, whatever they did
     * @param stolen ticks in which there was work, but the host ran something else
     */
    private record Processors(long ticks, long stolen) {

        private static final Path SAID = Path.of("/proc/stat");
        private static final int STOLEN = 7; // after user, nice, system, idle, iowait, irq, softirq

        static Processors now() throws IOException {
            String all = Files.readString(SAID).lines().findFirst().orElseThrow();
            long[] ticks =
                    Arrays.stream(all.split(" +", -1)).skip(1).mapToLong(Long::parseLong).toArray();
            return new Processors(Arrays.stream(ticks, 0, STOLEN + 1).sum(), ticks[STOLEN]);
        }
    }

    private final Processors first;
    private final List<Late> seen = new ArrayList<>();
    private long lastNanos = System.nanoTime();

    MachineLateness() throws IOException {
        first = Processors.now();
    }

    /** The share of its processors' time that the host has kept from this machine so far. */
    double stolenShare() throws IOException {
        Processors now = Processors.now();
        return (double) (now.stolen() - first.stolen()) / Math.max(1, now.ticks() - first.ticks());
    }

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
