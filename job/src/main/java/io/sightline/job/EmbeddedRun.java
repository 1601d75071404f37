package io.sightline.job;

import io.sightline.sink.LocalChannel;
import io.sightline.sink.RowListener;
import io.sightline.sink.TableSinks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/** The job running inside this process, without a cluster. Ownership: the starter closes it. */
public final class EmbeddedRun implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_RETRY = Duration.ofMillis(200);

    private final LocalChannel channel; // owned, closed in close()
    private final JobClient job;
    private final CompletableFuture<?> end;

    private EmbeddedRun(LocalChannel channel, JobClient job) {
        this.channel = channel;
        this.job = job;
        this.end = job.getJobExecutionResult();
    }

    /**
     * Starts the job.
     *
     * @throws Exception when the plan cannot be carried out: unreachable Kafka, unwritable output
     */
    public static EmbeddedRun start(MonitorPlan plan, RowListener listener) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(
                        plan.parallelism(), EmbeddedConfiguration.of(plan));
        LocalChannel channel = LocalChannel.open(listener);
        try {
            MonitorTopology.Tables tables = MonitorJob.assemble(env, plan);
            MonitorTopology.showTo(tables, TableSinks.of(channel));
            ChainGuard.requireOneVertex(env.getStreamGraph(false));
            return new EmbeddedRun(channel, env.executeAsync(MonitorJob.NAME));
        } catch (Exception | Error e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Waits for the job to end by itself.
     *
     * @return whether it ended within {@code limit}
     * @throws Exception why the job failed
     */
    public boolean await(Duration limit) throws Exception {
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /**
     * Ends the job cleanly: everything seen so far is in the record, files are complete. A job that
     * is still starting is waited for.
     *
     * @return where the savepoint is that a later run can go on from
     */
    public String stop() throws Exception {
        long deadlineNanos = System.nanoTime() + STOP_LIMIT.toNanos();
        while (true) {
            try {
                String savepoint =
                        job.stopWithSavepoint(
                                        /* advanceToEndOfEventTime= */ false,
                                        null,
                                        SavepointFormatType.CANONICAL)
                                .get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                await(STOP_LIMIT); // the cluster in this process goes down with the job's end
                return savepoint;
            } catch (ExecutionException e) {
                boolean late = System.nanoTime() - deadlineNanos > 0;
                if (!isStillStarting(e) || late || await(STOP_RETRY)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isStillStarting(ExecutionException failure) {
        return ExceptionUtils.findThrowable(failure, CheckpointException.class)
                .filter(
                        cause ->
                                cause.getCheckpointFailureReason()
                                        == CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING)
                .isPresent();
    }

    /** Ends the job in whatever way is left; nothing more is shown. */
    @Override
    public void close() throws Exception {
        try {
            JobStatus status = end.isDone() ? JobStatus.FINISHED : job.getJobStatus().get();
            if (!status.isGloballyTerminalState()) {
                job.cancel().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            channel.close();
        }
    }
}
