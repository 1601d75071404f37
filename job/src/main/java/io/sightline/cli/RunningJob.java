package io.sightline.cli;

import java.time.Duration;

/** A job that has been started. */
interface RunningJob extends AutoCloseable {

    /**
     * Waits for the job to end by itself.
     *
     * @return whether it ended within {@code limit}
     * @throws Exception why the job failed
     */
    boolean await(Duration limit) throws Exception;

    /**
     * Ends the job cleanly: everything seen so far is in the record, files are complete.
     *
     * @return where the savepoint is that a later run can go on from
     */
    String stop() throws Exception;

    @Override
    void close() throws Exception;
}
