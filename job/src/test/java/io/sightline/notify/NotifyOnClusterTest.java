package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.cli.Sightline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectClusterClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The second job as a cluster runs it: the main class, in one slot. */
class NotifyOnClusterTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    @TempDir Path folder;

    @Test
    void tellsTwoTargetsFromOneSlotAndLeavesTheProcessToTheCluster(
            @InjectClusterClient RestClusterClient<?> cluster) throws Exception {
        CountDownLatch told = new CountDownLatch(2);
        try (Receiver receiver = new Receiver();
                PagerFile pager = new PagerFile(folder)) {
            receiver.with(
                    (exchange, one) -> {
                        receiver.accept(exchange, one);
                        told.countDown();
                    });
            Path config =
                    Files.writeString(
                            folder.resolve("notify.yaml"),
                            """
                            targets:
                              one: {type: webhook, url: URL}
                              two: {type: webhook, url: URL}
                            """
                                    .replace("URL", receiver.url()));

            Sightline.main(
                    new String[] {
                        "notify", "--config", config.toString(), "--output", folder.toString()
                    });

            JobStatusMessage job = cluster.listJobs().get().iterator().next();
            assertThat(job.getJobName()).isEqualTo("sightline-notify");
            pager.write(NotifyAlerts.opened(1));
            assertThat(told.await(60, TimeUnit.SECONDS)).as("both are told").isTrue();
            cluster.cancel(job.getJobId()).get();
        }
    }

    @Test
    void tellsTheClusterWhatIsWrong() {
        String[] command = {"notify", "--config", folder.resolve("none.yaml").toString()};

        assertThatThrownBy(() -> Sightline.main(command))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("none.yaml");
    }
}
