package io.sightline.job;

import io.sightline.sink.RowListener;
import java.time.Duration;

/**
 * The job running inside this process, without a cluster. Ownership: the starter closes it.
 */
@SuppressWarnings("DoNotCallSuggester") // until there is a topology to start
public final class EmbeddedRun implements AutoCloseable {

    /**
     * Starts the job.
     *
     * @throws Exception when the plan cannot be carried out: unreachable Kafka, unwritable output
     */
    public static EmbeddedRun start(MonitorPlan plan, RowListener listener) throws Exception {
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

    /**
     * Ends the job cleanly: everything seen so far is in the record, files are complete.
     *
     * @return where the savepoint is that a later run can go on from
     */
    public String stop() throws Exception {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws Exception {
        throw new UnsupportedOperationException();
    }
}
