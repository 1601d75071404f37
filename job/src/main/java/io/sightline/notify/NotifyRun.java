package io.sightline.notify;

import io.sightline.notify.source.Valve;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The second job inside this process. It goes on where the last run with the same folder of state
 * ended, however that ended. Ownership: the starter closes it.
 */
public final class NotifyRun implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** Nothing has come for so long: nothing more is on its way. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private final JobClient job;
    private final CompletableFuture<?> end;
    private final List<Valve> valves;
    private final Duration quiet;

    private NotifyRun(JobClient job, List<Valve> valves, Duration quiet) {
        this.job = job;
        this.end = job.getJobExecutionResult();
        this.valves = valves;
        this.quiet = quiet;
    }

    /**
     * Starts the job.
     *
     * @param state folder of its checkpoints
     * @throws Exception when the plan cannot be carried out
     */
    public static NotifyRun start(NotifyPlan plan, Path state) throws Exception {
        Configuration configuration = configuration(plan, state);
        Optional<Path> last = LastState.in(state);
        last.ifPresent(
                path -> {
                    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString());
                    // Targets come and go; what a former one had pending goes with it.
                    configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
                });
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        List<Valve> valves = NotifyJob.assemble(env, plan).stream().map(Valve::of).toList();
        NotifyRun run =
                new NotifyRun(
                        env.executeAsync(NotifyJob.NAME),
                        valves,
                        QUIET.plus(plan.paging().longestPatience()));
        LastState.forgetAllBut(last, state);
        return run;
    }

    private static Configuration configuration(NotifyPlan plan, Path state) {
        Configuration configuration = NotifyJob.required();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, plan.checkpointInterval());
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                state.resolve(LastState.CHECKPOINTS).toUri().toString());
        configuration.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                state.resolve(LastState.SAVEPOINTS).toUri().toString());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // What is open and what is pending: a few kilobytes.
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        // Whoever is to page people tries for ever.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofMillis(200));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(10));
        // See EmbeddedConfiguration of the job that watches: in one process nothing is gained by
        // restarting one pipeline alone, and a region that restarts during a checkpoint may kill
        // it.
        configuration.set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full");
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(8));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(8));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, 1);
        return configuration;
    }

    /**
     * Waits for the job to end, which it does not do by itself.
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
     * Waits until everything that was written so far has been told, or {@code limit} is over.
     *
     * @param alertsTold how many the job that watches has told since this run began
     * @return how many letters are still pending; what is, goes into the state of the last
     *     checkpoint
     * @throws Exception why the job failed
     */
    public int drain(long alertsTold, Duration limit) throws Exception {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        long quietSinceNanos = System.nanoTime();
        long readBefore = alertsRead();
        while (System.nanoTime() - deadlineNanos < 0 && !await(LOOK_EVERY)) {
            long read = alertsRead();
            if (read != readBefore || pending() > 0) {
                readBefore = read;
                quietSinceNanos = System.nanoTime();
            }
            boolean all = valves.stream().allMatch(valve -> valve.alertsRead() >= alertsTold);
            if (all && System.nanoTime() - quietSinceNanos >= quiet.toNanos()) {
                return 0;
            }
        }
        return pending();
    }

    private long alertsRead() {
        return valves.stream().mapToLong(Valve::alertsRead).sum();
    }

    /** Letters that wait for their targets. */
    public int pending() {
        return valves.stream().mapToInt(Valve::pending).sum();
    }

    /** Ends the job cleanly: the next run goes on where it ended. */
    public void stop() throws Exception {
        var unused =
                job.stopWithSavepoint(
                                /* advanceToEndOfEventTime= */ false,
                                null,
                                SavepointFormatType.CANONICAL)
                        .get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        var unusedEnd =
                await(STOP_LIMIT); // the cluster in this process goes down with the job's end
    }

    /** Ends the job in whatever way is left. */
    @Override
    public void close() throws Exception {
        try {
            JobStatus status = end.isDone() ? JobStatus.FINISHED : job.getJobStatus().get();
            if (!status.isGloballyTerminalState()) {
                job.cancel().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            valves.forEach(Valve::forget);
        }
    }
}
