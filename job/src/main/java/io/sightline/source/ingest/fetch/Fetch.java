package io.sightline.source.ingest.fetch;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Something that was asked for. Holds no thread while it is on its way. Thread: one at a time. */
public interface Fetch {

    /** What came, or null while it is on its way. May look up a host's address, no more. */
    Fetcher.@Nullable Fetched poll() throws FetchException;

    /**
     * Completes, with whatever, as soon as {@link #poll()} is worth calling again. Cancelling it
     * ends the fetch.
     */
    CompletableFuture<?> arrival();

    /** Waits for it; the thread may be interrupted, which ends the fetch. */
    default Fetcher.Fetched await() throws FetchException, InterruptedException {
        Fetcher.Fetched fetched;
        while ((fetched = poll()) == null) {
            waitFor(arrival());
        }
        return fetched;
    }

    /** Waits for an outcome, good or bad. */
    static void waitFor(CompletableFuture<?> arrival) throws InterruptedException {
        try {
            arrival.get();
        } catch (ExecutionException | CancellationException failed) {
            // Polling tells how.
        } catch (InterruptedException interrupted) {
            arrival.cancel(/* mayInterruptIfRunning= */ true);
            throw interrupted;
        }
    }
}
