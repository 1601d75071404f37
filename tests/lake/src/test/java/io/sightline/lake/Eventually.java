package io.sightline.lake;

import java.time.Duration;

/** Waits for what takes a while. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    /** May fail while what is asked is not there yet. */
    interface Condition {
        boolean holds() throws Exception;
    }

    private Eventually() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError if it does not for long; with the last failure, if that is why
     */
    static void until(String what, Condition condition) throws InterruptedException {
        long beganNanos = System.nanoTime();
        while (true) {
            Exception failure = null;
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                failure = e;
            }
            if (System.nanoTime() - beganNanos > PATIENCE.toNanos()) {
                throw new AssertionError(
                        "Not within " + PATIENCE.toSeconds() + " s: " + what, failure);
            }
            Thread.sleep(INTERVAL.toMillis());
        }
    }
}
