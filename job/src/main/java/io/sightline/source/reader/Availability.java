package io.sightline.source.reader;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * The future that a task waits on while nothing is to be emitted. Reading threads and the timer
 * wake it; a wake-up between the look and the wait is not lost, because whoever asks for the future
 * looks again after it is in place.
 */
final class Availability {

    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final AtomicReference<CompletableFuture<Void>> waiting = new AtomicReference<>(NOW);

    /** Any thread. */
    void wake() {
        waiting.getAndSet(NOW).complete(null);
    }

    /** Task thread. */
    CompletableFuture<Void> future(BooleanSupplier hasWork) {
        if (hasWork.getAsBoolean()) {
            return NOW;
        }
        CompletableFuture<Void> next = waiting.get();
        if (next.isDone()) {
            next = new CompletableFuture<>();
            waiting.set(next);
        }
        if (hasWork.getAsBoolean()) {
            wake();
        }
        return next;
    }
}
