package io.sightline.notify;

import java.time.Duration;

/** Waits for what takes a while. */
final class Waiting {

    private static final long INTERVAL_MILLIS = 10;

    interface Condition {
        boolean holds() throws Exception;
    }

    private Waiting() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError if it does not within the patience
     */
    static void until(String what, Duration patience, Condition condition) throws Exception {
        long beganNanos = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - beganNanos > patience.toNanos()) {
                throw new AssertionError("Not within " + patience.toSeconds() + " s: " + what);
            }
            Thread.sleep(INTERVAL_MILLIS);
        }
    }
}
