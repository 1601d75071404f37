package io.sightline.job;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job on a Flink cluster that runs this program. What is the cluster's business, such as state
 * backend, folders, memory and restarts, is left to its configuration.
 */
public final class ClusterJob {

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
     * Hands the job to the cluster.
     *
     * @throws Exception when the plan cannot be carried out or the cluster refuses it
     */
    public static void submit(MonitorPlan plan) throws Exception {
        Configuration required = EmbeddedConfiguration.required();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
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
