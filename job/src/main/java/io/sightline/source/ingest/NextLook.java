package io.sightline.source.ingest;

import java.util.concurrent.CompletableFuture;

/** When an input is to be read on. */
public sealed interface NextLook {

    /** Never: its last event is queued, or nobody wants more. */
    record Never() implements NextLook {}

    record After(long millis) implements NextLook {}

    /**
     * As soon as something is there.
     *
     * @param arrival completes with whatever; cancelling it ends the wait
     */
    record Upon(CompletableFuture<?> arrival) implements NextLook {}
}
