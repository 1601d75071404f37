package io.sightline.query;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Pipeline;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * Runs the queries of one session in this process. It is started with the first of them and serves
 * all; Flink's own local execution starts one for each query, which takes longer than most queries
 * do, and logs that results may be lost when it goes down before the last rows are fetched.
 *
 * <p>Ownership: the session closes it.
 */
final class QueryCluster implements PipelineExecutorServiceLoader, AutoCloseable {

    private final int slots;
    private MiniCluster running; // owned, closed in close(); null until the first query

    QueryCluster(int slots) {
        this.slots = slots;
    }

    private synchronized MiniCluster started() throws Exception {
        if (running == null) {
            Configuration configuration = new Configuration();
            // Nobody looks at it from outside.
            configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
            configuration.set(RestOptions.BIND_PORT, "0");
            MiniCluster cluster =
                    new MiniCluster(
                            new MiniClusterConfiguration.Builder()
                                    .setConfiguration(configuration)
                                    .setNumTaskManagers(1)
                                    .setNumSlotsPerTaskManager(slots)
                                    .build());
            cluster.start();
            running = cluster;
        }
        return running;
    }

    private CompletableFuture<JobClient> execute(
            Pipeline pipeline, Configuration configuration, ClassLoader classes) throws Exception {
        StreamGraph graph = PipelineExecutorUtils.getStreamGraph(pipeline, configuration);
        MiniCluster cluster = started();
        return cluster.submitJob(graph)
                .thenApply(
                        job ->
                                new MiniClusterJobClient(
                                        job.getJobID(),
                                        cluster,
                                        classes,
                                        MiniClusterJobClient.JobFinalizationBehavior.NOTHING));
    }

    @Override
    public PipelineExecutorFactory getExecutorFactory(Configuration configuration) {
        return new PipelineExecutorFactory() {
            @Override
            public String getName() {
                return LocalExecutor.NAME;
            }

            @Override
            public boolean isCompatibleWith(Configuration wanted) {
                return true;
            }

            @Override
            public PipelineExecutor getExecutor(Configuration wanted) {
                return QueryCluster.this::execute;
            }
        };
    }

    @Override
    public Stream<String> getExecutorNames() {
        return Stream.of(LocalExecutor.NAME);
    }

    @Override
    public synchronized void close() throws Exception {
        if (running != null) {
            running.close();
        }
    }
}
