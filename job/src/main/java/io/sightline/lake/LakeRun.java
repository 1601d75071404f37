package io.sightline.lake;

import java.time.Duration;
import java.util.Optional;

/** The job that fills the lake, running in this process. Ownership: the starter closes it. */
public interface LakeRun extends AutoCloseable {

    /** The checkpoint or savepoint that it went on from, if there was one. */
    Optional<String> restoredFrom();

    /**
     * Waits for the job to end by itself, which it does only by failing.
     *
     * @return whether it ended within {@code limit}
     * @throws Exception why it failed
     */
    boolean await(Duration limit) throws Exception;

    /**
     * Ends the job cleanly: what was read is committed, and the next run goes on from here.
     *
     * @return where the savepoint is
     */
    String stop() throws Exception;

    /** Ends the job in whatever way is left. */
    @Override
    void close() throws Exception;
}
