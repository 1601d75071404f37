package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo.JobVertexDetailsInfo;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectClusterClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The main class as a cluster runs it. */
class OnClusterTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @TempDir Path folder;

    @Test
    void submitsTheJobAndLeavesTheProcessToTheCluster(
            @InjectClusterClient RestClusterClient<?> cluster) throws Exception {
        Path clip = folder.resolve("clip.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(10))
                .withSize(320, 180, 25)
                .with(PlantedDefect.Kind.BLACK, Duration.ofSeconds(3), Duration.ofSeconds(7))
                .write(clip, Packaging.MP4);

        Sightline.main(
                new String[] {
                    "monitor",
                    clip.toString(),
                    "--output",
                    folder.resolve("out").toString(),
                    "--checkpoint-interval",
                    "200ms"
                });

        Collection<JobStatusMessage> jobs = cluster.listJobs().get();
        assertThat(jobs)
                .singleElement()
                .extracting(JobStatusMessage::getJobName)
                .isEqualTo("sightline");
        JobID job = jobs.iterator().next().getJobId();
        cluster.requestJobResult(job).get().toJobExecutionResult(getClass().getClassLoader());
        assertThat(cluster.getJobDetails(job).get().getJobVertexInfos())
                .as("as many slots as the cluster's configuration gives")
                .singleElement()
                .extracting(JobVertexDetailsInfo::getParallelism)
                .isEqualTo(2);
        assertThat(alerts()).hasSize(2).allMatch(row -> row.contains("\"defect\":\"video.black\""));
    }

    @Test
    void tellsTheClusterWhatIsWrong() {
        assertThatThrownBy(() -> Sightline.main(new String[] {"monitor", "--detectors", "none"}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("sightline: 2 problems, nothing was started:")
                .hasMessageContaining("--detectors: unknown detector 'none'")
                .hasMessageContaining("nothing to watch")
                .hasMessageNotContaining("--help");
    }

    @Test
    void leavesToTheClusterWhatAJobGoesOnFrom() {
        String[] command = {"monitor", "clip.mp4", "--restore", folder.toString()};

        assertThatThrownBy(() -> Sightline.main(command))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("--restore: a cluster is told by its client or operator");
    }

    private List<String> alerts() throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("out/alerts"))) {
            for (Path file : files.toList()) {
                rows.addAll(Files.readAllLines(file));
            }
        }
        return rows;
    }
}
