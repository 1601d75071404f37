package io.sightline.testing;

import java.time.Duration;

/** Waits for what takes a while. */
public final class Eventually {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** May fail while what is asked does not answer yet. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Eventually() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError if it does not within the patience; with the last failure, if that is
     *     why
     */
    public static void until(String what, Duration patience, Condition condition)
            throws InterruptedException {
        until(what, patience, INTERVAL, condition);
    }

    /** The same, asked as often as is said. */
    public static void until(String what, Duration patience, Duration interval, Condition condition)
            throws InterruptedException {
        long began = System.nanoTime();
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
            if (System.nanoTime() - began > patience.toNanos()) {
                throw new AssertionError(
                        "Not within " + patience.toSeconds() + " s: " + what, failure);
            }
            Thread.sleep(interval.toMillis());
        }
    }
}
