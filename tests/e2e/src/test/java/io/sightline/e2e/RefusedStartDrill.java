package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real JobManager says of a job that cannot start: one message, and it ends. */
final class RefusedStartDrill {

    @TempDir Path folder;

    @Test
    void checkpointsThatCannotBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("checkpoints"));

        assertThat(refusal(file.resolve("below-a-file"), ""))
                .contains("Cannot write to the checkpoint folder file:" + file + "/below-a-file")
                .contains("execution.checkpointing.dir");
    }

    @Test
    void aSavepointThatDoesNotExist() throws Exception {
        String savepoint = folder.resolve("savepoint-gone").toUri().toString();

        assertThat(refusal(folder.resolve("checkpoints"), savepoint))
                .contains("Cannot find checkpoint or savepoint file/directory '" + savepoint + "'");
    }

    @Test
    void aBrokerThatIsNotThereAndAnOptionThatIsWrong() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(refusal(folder.resolve("checkpoints"), "", "--kafka", "127.0.0.1:" + port))
                .contains("Kafka at 127.0.0.1:" + port + " did not answer within 10 s.")
                .doesNotContain("has run before");
        assertThat(refusal(folder.resolve("checkpoints"), "", "--detectors", "video.blak"))
                .contains(
                        "--detectors: unknown detector 'video.blak'; did you mean 'video.black'?");
    }

    /** The log of a JobManager that ends by itself, without high availability. */
    private String refusal(Path checkpoints, String savepoint, String... more) throws Exception {
        Path run = Files.createTempDirectory(folder, "run");
        try (FlinkCluster cluster = new FlinkCluster(run, "127.0.0.1:1", checkpoints)) {
            cluster.set("high-availability.type", "NONE");
            cluster.startJobManager(savepoint, arguments(run, more));
            int status = cluster.jobManager().awaitEnd();
            String log = cluster.jobManager().lastLines(Integer.MAX_VALUE);
            assertThat(status).as(log).isNotZero();
            return log;
        }
    }

    private static List<String> arguments(Path run, String... more) throws IOException {
        Path registry = Files.writeString(run.resolve("streams.yaml"), "streams: []\n");
        List<String> all = new ArrayList<>(List.of("monitor", "--registry", registry.toString()));
        List<String> wanted = List.of(more);
        if (!wanted.contains("--kafka")) {
            all.addAll(List.of("--output", run.resolve("out").toString()));
        }
        all.addAll(wanted);
        return all;
    }
}
