package io.sightline.job;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** Flink's settings for a run inside one process. Each line that leaves a default says why. */
final class EmbeddedConfiguration {

    private EmbeddedConfiguration() {}

    static Configuration of(MonitorPlan plan) {
        Configuration configuration = common();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, plan.checkpointInterval());
        Path state = plan.stateDirectory();
        if (state != null) {
            configuration.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    state.resolve("checkpoints").toUri().toString());
            configuration.set(
                    CheckpointingOptions.SAVEPOINT_DIRECTORY,
                    state.resolve("savepoints").toUri().toString());
        }
        // A run that failed can go on from there, as one that was killed.
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        if (plan.restoreFrom() != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, plan.restoreFrom());
            configuration.set(
                    StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE,
                    plan.unclaimed() == RestorePoint.Unclaimed.DROPPED);
        }
        // A broken environment is retried for a while, then ends the run with its error.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofMillis(200));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(10));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, 10);
        // One vertex: nothing goes over Flink's network stack, and state is a few kilobytes a
        // stream.
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, plan.parallelism());
        return configuration;
    }

    /** What every embedded run has, whatever its plan. */
    static Configuration common() {
        Configuration configuration = required();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        // A checkpoint that fails costs nothing but delay; the next one follows soon.
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 10);
        // In one process nothing is gained by restarting a region alone, and Flink 2.3 kills the
        // process when a region restarts while the source's coordinator takes its checkpoint
        // ("Some subtask gateway can be closed while others cannot").
        configuration.set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full");
        return configuration;
    }

    /** What the job needs wherever it runs. */
    static Configuration required() {
        Configuration configuration = new Configuration();
        // A forgotten uid or a type without a serializer of its own fails here, not at an upgrade.
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.MAX_PARALLELISM, MonitorTopology.MAX_PARALLELISM);
        return configuration;
    }
}
