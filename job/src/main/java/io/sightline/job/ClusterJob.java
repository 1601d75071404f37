package io.sightline.job;

import io.sightline.sink.OutputCheck;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job on a Flink cluster that runs this program. What is the cluster's business, such as state
 * backend, folders, memory and restarts, is left to its configuration.
 */
public final class ClusterJob {

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
        env.getConfiguration()
                .getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                .ifPresent(folder -> OutputCheck.requireCheckpoints(new Path(folder)));
        if (!env.getConfiguration()
                .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                .isPresent()) {
            required.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, plan.checkpointInterval());
        }
        env.configure(required);
        env.setParallelism(plan.parallelism());
        MonitorJob.assemble(env, plan);
        ChainGuard.requireOneVertex(env.getStreamGraph(false));
        var unused = env.executeAsync(MonitorJob.NAME);
    }
}
