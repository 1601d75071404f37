package io.sightline.detect;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a step after this one failed. Verdicts leave in the middle of a detector's call:
 * without this, a broken sink would be taken for a broken detector. Thread: the task's.
 */
final class Downstream {

    private @Nullable Throwable failure;

    /** The same consumer, whose failures are remembered. */
    <T> Consumer<T> guard(Consumer<T> target) {
        return value -> {
            try {
                target.accept(value);
            } catch (RuntimeException | Error e) {
                failure = e;
                throw e;
            }
        };
    }

    /** Fails again if a later step failed, even where a detector caught what it threw. */
    void throwIfFailed() {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }
}
