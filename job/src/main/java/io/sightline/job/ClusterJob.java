package io.sightline.job;

import io.sightline.sink.OutputCheck;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.client.deployment.application.executors.EmbeddedExecutor;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job on a Flink cluster that runs this program. What is the cluster's business, such as state
 * backend, folders, memory and restarts, is left to its configuration.
 */
public final class ClusterJob {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterJob.class);

    private static final String CHECKPOINT =
            AbstractFsCheckpointStorageAccess.CHECKPOINT_DIR_PREFIX;

    private ClusterJob() {}

    /** Whether a cluster, or its client, runs this program. */
    public static boolean isHere() {
        return !(StreamExecutionEnvironment.getExecutionEnvironment()
                instanceof LocalStreamEnvironment);
    }

    /** How many slots the cluster's configuration gives to a job that does not ask for a number. */
    public static int parallelism() {
        return StreamExecutionEnvironment.getExecutionEnvironment().getParallelism();
    }

    /**
     * Whether this very job has checkpoints to go on from, as after the loss of a JobManager.
     * Storage that cannot be asked may hold some.
     */
    public static boolean hasRunBefore() {
        return hasRunBefore(
                StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration());
    }

    static boolean hasRunBefore(ReadableConfig cluster) {
        Optional<String> job = cluster.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID);
        Optional<String> folder = cluster.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
        if (job.isEmpty() || folder.isEmpty()) {
            return false;
        }
        Path own = new Path(folder.get(), job.get());
        try {
            FileStatus[] found = own.getFileSystem().listStatus(own); // null: no such folder
            return found != null
                    && Stream.of(found)
                            .map(one -> one.getPath().getName())
                            .anyMatch(name -> name.startsWith(CHECKPOINT));
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Hands the job to the cluster.
     *
     * @throws Exception when the plan cannot be carried out or the cluster refuses it
     */
    public static void submit(MonitorPlan plan) throws Exception {
        Configuration required = EmbeddedConfiguration.required();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        requireCheckpoints(env.getConfiguration());
        if (!env.getConfiguration()
                .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                .isPresent()) {
            required.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, plan.checkpointInterval());
        }
        requireFits(env.getConfiguration(), plan);
        env.configure(required);
        env.setParallelism(plan.parallelism());
        MonitorJob.assemble(env, plan);
        ChainGuard.requireOneVertex(env.getStreamGraph(false));
        var unused = env.executeAsync(MonitorJob.NAME);
    }

    /** Tries the folder where it will be written: in application mode, but not on a client. */
    private static void requireCheckpoints(ReadableConfig configuration) {
        if (EmbeddedExecutor.NAME.equals(configuration.get(DeploymentOptions.TARGET))) {
            configuration
                    .getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                    .ifPresent(folder -> OutputCheck.requireCheckpoints(new Path(folder)));
        }
    }

    /**
     * Refuses what the job surely cannot go on from. One that has run before goes on from its own
     * last checkpoint, whatever its configuration names; and only the JobManager need be able to
     * read it, so what cannot be read from here is left to Flink.
     */
    private static void requireFits(ReadableConfig configuration, MonitorPlan plan)
            throws RestoreException {
        String path = configuration.get(StateRecoveryOptions.SAVEPOINT_PATH);
        if (path == null || hasRunBefore(configuration)) {
            return;
        }
        RestorePoint point;
        try {
            point = RestorePoint.open(path);
        } catch (RestoreException e) {
            LOG.info("What the job is to go on from is not checked here: {}", e.getMessage());
            return;
        }
        point.requireFits(
                plan.destination(),
                configuration.get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE)
                        ? RestorePoint.Unclaimed.DROPPED
                        : RestorePoint.Unclaimed.REFUSED);
    }
}
