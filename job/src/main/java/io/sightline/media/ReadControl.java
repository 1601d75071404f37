package io.sightline.media;

import java.time.Duration;

/**
 * Bounds every blocking call of one input: the reading thread moves the deadline, any thread may
 * cancel, and the library polls {@link #shouldAbort()} while it waits.
 */
public final class ReadControl {

    private volatile long deadlineNanos = System.nanoTime() + Duration.ofDays(1).toNanos();
    private volatile boolean cancelled;
    private volatile Runnable whenReached = () -> {};

    /** Allows the calls that follow this much time from now. */
    public void allow(Duration time) {
        deadlineNanos = System.nanoTime() + time.toNanos();
    }

    /** Has {@code told} called each time an input was reached, before its tracks are looked for. */
    public void whenReached(Runnable told) {
        whenReached = told;
    }

    /** Says that the other side answered with something like media; thread of the reader. */
    public void reached() {
        whenReached.run();
    }

    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }

    public boolean isExpired() {
        return System.nanoTime() - deadlineNanos > 0;
    }

    public boolean shouldAbort() {
        return cancelled || isExpired();
    }
}
