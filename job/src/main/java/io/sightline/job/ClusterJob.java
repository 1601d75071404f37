package io.sightline.job;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
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
        requireFits(env.getConfiguration(), plan);
        env.configure(required);
        env.setParallelism(plan.parallelism());
        MonitorJob.assemble(env, plan);
        ChainGuard.requireOneVertex(env.getStreamGraph(false));
        var unused = env.executeAsync(MonitorJob.NAME);
    }

    /**
     * Refuses what the job surely cannot go on from. Only the JobManager need be able to read it;
     * and one that recovers goes on from its own last checkpoint, whatever its configuration names.
     * So what cannot be read from here is left to Flink.
     */
    private static void requireFits(ReadableConfig configuration, MonitorPlan plan)
            throws RestoreException {
        String path = configuration.get(StateRecoveryOptions.SAVEPOINT_PATH);
        if (path == null) {
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
