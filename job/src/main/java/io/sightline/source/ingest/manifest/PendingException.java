package io.sightline.source.ingest.manifest;

import java.util.concurrent.CompletableFuture;

/**
 * What was asked for is on its way. Whoever asks for the same again once it arrived gets it at
 * once, so a caller goes back to where it can begin anew, and holds no thread meanwhile.
 */
public final class PendingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient CompletableFuture<?> arrival;

    public PendingException(CompletableFuture<?> arrival) {
        super("on its way", null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.arrival = arrival;
    }

    /** Completes when it is worth asking again. Cancelling it ends the wait. */
    public CompletableFuture<?> arrival() {
        return arrival;
    }
}
