package io.sightline.media;

import java.time.Duration;

/**
 * Bounds every blocking call of one input: the reading thread moves the deadline, any thread may
 * cancel, and the library polls {@link #shouldAbort()} while it waits.
 */
public final class ReadControl {

    private volatile long deadlineNanos = System.nanoTime() + Duration.ofDays(1).toNanos();
    private volatile boolean cancelled;

    /** Allows the calls that follow this much time from now. */
    public void allow(Duration time) {
        deadlineNanos = System.nanoTime() + time.toNanos();
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
