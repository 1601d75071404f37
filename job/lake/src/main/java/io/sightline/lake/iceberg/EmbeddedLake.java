package io.sightline.lake.iceberg;

import io.sightline.lake.LakeException;
import io.sightline.lake.LakePlan;
import io.sightline.lake.LakeRun;
import io.sightline.table.TableSchema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The job inside this process, without a cluster. */
final class EmbeddedLake implements LakeRun {

    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    private final JobClient job;
    private final CompletableFuture<?> end;
    private final @Nullable String restoredFrom;
    private final @Nullable FileChannel claim; // owned, closed in close()

    private EmbeddedLake(
            JobClient job, @Nullable String restoredFrom, @Nullable FileChannel claim) {
        this.job = job;
        this.end = job.getJobExecutionResult();
        this.restoredFrom = restoredFrom;
        this.claim = claim;
    }

    /**
     * Starts the job where the last one left off.
     *
     * @param ready makes the tables ready, told whether the job goes on from somewhere
     */
    static EmbeddedLake start(LakePlan plan, Ready ready) throws Exception {
        LakeCheckpoints own = LakeCheckpoints.in(Objects.requireNonNull(plan.checkpoints()));
        FileChannel claim = claim(own);
        try {
            String last = own.latest().orElse(null);
            List<TableSchema<?>> tables = ready.tables(last != null);
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.createLocalEnvironment(
                            plan.parallelism(), configuration(plan, own, last));
            LakeJob.assemble(env, plan, tables);
            return new EmbeddedLake(env.executeAsync(LakeJob.NAME), last, claim);
        } catch (Exception | Error e) {
            if (claim != null) {
                claim.close();
            }
            throw e;
        }
    }

    /** Makes the tables ready. */
    @FunctionalInterface
    interface Ready {
        List<TableSchema<?>> tables(boolean goesOn);
    }

    private static Configuration configuration(
            LakePlan plan, LakeCheckpoints own, @Nullable String last) {
        Configuration configuration = LakeJob.required();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, plan.commitInterval());
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, own.checkpoints());
        configuration.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, own.savepoints());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 10);
        if (last != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, last);
            // The folder is this job's alone: what is older than its last checkpoint goes.
            configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        }
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofMillis(200));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(10));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, 10);
        return configuration;
    }

    /** Two jobs with one folder of checkpoints would bring each row twice. */
    private static @Nullable FileChannel claim(LakeCheckpoints own) throws IOException {
        if (own.folder().getFileSystem().isDistributedFS()
                || !FileSystem.getLocalFileSystem()
                        .getUri()
                        .getScheme()
                        .equals(own.folder().getFileSystem().getUri().getScheme())) {
            return null; // nothing there can be locked
        }
        Path folder = Path.of(own.folder().getPath());
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("in-use.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel; // which holds the lock
            }
        } catch (OverlappingFileLockException e) {
            // By this very process.
        }
        channel.close();
        throw new LakeException(
                "Another 'sightline lake' runs with the checkpoints in "
                        + folder
                        + ": stop it first. Two would bring each row twice.");
    }

    @Override
    public Optional<String> restoredFrom() {
        return Optional.ofNullable(restoredFrom);
    }

    @Override
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

    @Override
    public String stop() throws Exception {
        String savepoint =
                job.stopWithSavepoint(
                                /* advanceToEndOfEventTime= */ false,
                                null,
                                SavepointFormatType.CANONICAL)
                        .get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        await(STOP_LIMIT);
        return savepoint;
    }

    @Override
    public void close() throws Exception {
        try {
            JobStatus status = end.isDone() ? JobStatus.FINISHED : job.getJobStatus().get();
            if (!status.isGloballyTerminalState()) {
                job.cancel().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            if (claim != null) {
                claim.close();
            }
        }
    }
}
