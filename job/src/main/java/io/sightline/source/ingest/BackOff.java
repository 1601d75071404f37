package io.sightline.source.ingest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits between attempts: twice as long each time up to a limit, and never quite in step. */
final class BackOff {

    private final long minMillis;
    private final long maxMillis;
    private final RandomGenerator random;
    private int failures;

    BackOff(Duration min, Duration max, RandomGenerator random) {
        this.minMillis = min.toMillis();
        this.maxMillis = max.toMillis();
        this.random = random;
    }

    void reset() {
        failures = 0;
    }

    /** The next wait: between half and all of what the failures so far call for. */
    long nextMillis() {
        long full = Math.min(maxMillis, minMillis << Math.min(failures, 20));
        failures++;
        return full / 2 + random.nextLong(full / 2 + 1);
    }
}
