package io.sightline.notify.delivery;

import java.util.concurrent.CompletableFuture;

/**
 * Someone who can be told. Ownership: the opener closes it.
 *
 * <p>Threads: called on one; answers come on any.
 */
public interface Target extends AutoCloseable {

    /** Sends it once and returns at once. The answer never fails: failures are outcomes. */
    CompletableFuture<Outcome> deliver(Letter letter);

    @Override
    void close();

    /** Opens a target where it is used. */
    @FunctionalInterface
    interface Opener extends java.io.Serializable {
        Target open() throws Exception;
    }
}
