package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.sink.FileDestination;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.jsonplan.JsonPlanGenerator;
import org.apache.flink.runtime.rest.util.RestMapperUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the web interface shows of a job holds no credentials. */
class PlanSecretsTest {

    @TempDir private Path folder;

    @Test
    void plansNameNoInputs() throws Exception {
        String url = "https://me:s3cret@example.org/live.m3u8?token=hidd3n";
        MonitorPlan plan =
                new MonitorPlan(
                        List.of(StreamEntry.of(new StreamId("news"), url)),
                        null,
                        Map.of(),
                        PolicyFile.builtIn(),
                        List.of(),
                        SourceSettings.DEFAULTS,
                        new FileDestination(folder.toString()),
                        1,
                        folder,
                        Duration.ofSeconds(1),
                        null);
        try (StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1)) {
            MonitorJob.assemble(env, plan);
            JobGraph graph = env.getStreamGraph().getJobGraph();
            StringBuilder shown = new StringBuilder(graph.toString());
            shown.append(
                    RestMapperUtils.getStrictObjectMapper()
                            .writeValueAsString(JsonPlanGenerator.generatePlan(graph)));
            shown.append(graph.getJobConfiguration());
            for (JobVertex vertex : graph.getVertices()) {
                shown.append(vertex.getName()).append(vertex.getOperatorPrettyName());
            }
            assertThat(shown.toString())
                    .contains("streams")
                    .doesNotContain("s3cret", "hidd3n", "example.org");
        }
    }
}
