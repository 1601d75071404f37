package io.sightline.job;

import java.time.Duration;

/**
 * The job running inside this process, without a cluster. Ownership: the starter closes it.
 */
public final class EmbeddedRun implements AutoCloseable {

    /**
     * Starts the job.
     *
     * @throws Exception when the plan cannot be carried out: unreachable Kafka, unwritable output
     */
    public static EmbeddedRun start(MonitorPlan plan, MonitorListener listener) throws Exception {
        throw new UnsupportedOperationException(plan + " " + listener);
    }

    /**
     * Waits for the job to end by itself.
     *
     * @return whether it ended within {@code limit}
     * @throws Exception why the job failed
     */
    public boolean await(Duration limit) throws Exception {
        throw new UnsupportedOperationException(limit.toString());
    }

    /** Ends the job cleanly: everything seen so far is in the record, files are complete. */
    public void stop() throws Exception {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws Exception {
        throw new UnsupportedOperationException();
    }
}
