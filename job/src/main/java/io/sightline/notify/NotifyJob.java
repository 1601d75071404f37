package io.sightline.notify;

import io.sightline.sink.OutputCheck;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The second job: reads the pager lane and tells people. */
public final class NotifyJob {

    public static final String NAME = "sightline-notify";

    /** Each pipeline has one subtask; recorded in every savepoint, so it never changes. */
    private static final int MAX_PARALLELISM = 1;

    private NotifyJob() {}

    /**
     * Makes the destination ready and builds the job; nothing runs yet.
     *
     * @return ids of the valves of the pipelines
     * @throws io.sightline.sink.OutputException if the destination cannot be used
     */
    static List<String> assemble(StreamExecutionEnvironment env, NotifyPlan plan) {
        OutputCheck.makeReadyForNotification(plan.destination());
        env.setParallelism(1);
        env.setMaxParallelism(MAX_PARALLELISM);
        return new NotifyTopology(plan, new DeskStep()).build(env);
    }

    /** What the job needs wherever it runs. */
    static Configuration required() {
        Configuration configuration = new Configuration();
        // A forgotten uid or a type without a serializer of its own fails here, not at an upgrade.
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        return configuration;
    }

    /**
     * Hands the job to the cluster that runs this program.
     *
     * @throws Exception when the plan cannot be carried out or the cluster refuses it
     */
    public static void submit(NotifyPlan plan) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        Configuration required = required();
        Duration interval =
                env.getConfiguration()
                        .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                        .orElse(plan.checkpointInterval());
        required.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        env.configure(required);
        var unusedValves = assemble(env, plan);
        var unused = env.executeAsync(NAME);
    }
}
