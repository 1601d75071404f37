package io.sightline.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputCheckTest {

    @TempDir Path folder;

    @Test
    void createsTheFoldersAndLeavesNothingInThem() throws IOException {
        Path output = folder.resolve("out put/deep");

        OutputCheck.makeReady(new FileDestination(output.toString()));

        assertThat(output).isDirectory();
        try (Stream<Path> made = Files.walk(output)) {
            assertThat(made.map(p -> output.relativize(p).toString()))
                    .containsExactlyInAnyOrder("", "alerts", "measurements", "stream_states");
        }
    }

    @Test
    void saysWhichFolderCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "a file, not a folder");

        assertThatExceptionOfType(OutputException.class)
                .isThrownBy(() -> OutputCheck.makeReady(new FileDestination(file.toString())))
                .withMessageContaining("Cannot write to the output folder file:")
                .withMessageContaining("taken/alerts")
                .withMessageContaining("--output DIR")
                .extracting(OutputException::code)
                .isEqualTo(OutputException.Code.OUTPUT_NOT_WRITABLE);
    }

    @Test
    void saysThatAFolderIsNoUri() {
        assertThatExceptionOfType(OutputException.class)
                .isThrownBy(() -> new FileDestination("s3://bucket with blanks/out"))
                .withMessageStartingWith("The output folder 's3://bucket with blanks/out' is nei")
                .withMessageContaining("--output DIR");
    }

    @Test
    void saysThatCheckpointsCannotBeKept() throws IOException {
        Path file = Files.createFile(folder.resolve("checkpoints"));

        assertThatExceptionOfType(OutputException.class)
                .isThrownBy(
                        () ->
                                OutputCheck.requireCheckpoints(
                                        new org.apache.flink.core.fs.Path(file.toUri())))
                .withMessageStartingWith("Cannot write to the checkpoint folder file:" + file)
                .withMessageContaining("execution.checkpointing.dir")
                .extracting(OutputException::code)
                .isEqualTo(OutputException.Code.CHECKPOINTS_NOT_WRITABLE);
    }

    @Test
    void keepsPathsLocalAndUrisAsTheyAre() {
        assertThat(new FileDestination("s3://bucket/out/").folderOf("alerts"))
                .hasToString("s3://bucket/out/alerts");
        assertThat(new FileDestination(folder + "/x/../y").folderOf("alerts"))
                .isEqualTo(folder.resolve("y/alerts").toUri());
    }

    @Test
    void saysWhichBrokerDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();

            assertThatExceptionOfType(OutputException.class)
                    .isThrownBy(
                            () ->
                                    KafkaTopics.makeReady(
                                            KafkaDestination.at(address), 1, Duration.ofSeconds(1)))
                    .withMessageStartingWith("Kafka at " + address + " did not answer within 1 s.")
                    .withMessageContaining("--kafka HOST:PORT")
                    .extracting(OutputException::code)
                    .isEqualTo(OutputException.Code.KAFKA_UNREACHABLE);
        }
    }

    @Test
    void saysThatNoBrokerListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        KafkaDestination kafka = KafkaDestination.at("127.0.0.1:" + port);

        assertThatExceptionOfType(OutputException.class)
                .isThrownBy(() -> KafkaTopics.makeReady(kafka, 1, Duration.ofSeconds(1)))
                .withMessageStartingWith("Kafka at 127.0.0.1:" + port + " did not answer");
    }

    @Test
    void saysThatAnAddressIsNone() {
        assertThatExceptionOfType(OutputException.class)
                .isThrownBy(() -> OutputCheck.makeReady(KafkaDestination.at("localhost")))
                .withMessageContaining("Cannot use Kafka at localhost:")
                .extracting(OutputException::code)
                .isEqualTo(OutputException.Code.KAFKA_UNREACHABLE);
    }

    @Test
    void printsNoSecrets() {
        KafkaDestination kafka =
                KafkaDestination.at("broker:9093")
                        .withClientProperties(
                                Map.of(
                                        "security.protocol", "SASL_SSL",
                                        "sasl.jaas.config", "password='hunter2'",
                                        "ssl.keystore.key", "hunter2",
                                        "ssl.truststore.password", "hunter2"));

        assertThat(kafka.toString())
                .contains("security.protocol=SASL_SSL", "sasl.jaas.config=******")
                .doesNotContain("hunter2");
    }

    @Test
    void readsClientProperties() throws IOException {
        Path file = Files.writeString(folder.resolve("client.properties"), "a.b = c\n# no\nd=ü\n");

        assertThat(ClientProperties.read(file)).isEqualTo(Map.of("a.b", "c", "d", "ü"));
        assertThatExceptionOfType(OutputException.class)
                .isThrownBy(() -> ClientProperties.read(folder.resolve("absent.properties")))
                .withMessageContaining("absent.properties");
    }

    @Test
    void deliverySettingsCannotBeOverridden() {
        KafkaDestination kafka =
                KafkaDestination.at("broker:9092")
                        .withClientProperties(
                                Map.of("acks", "0", "compression.type", "gzip", "retries", "3"));

        assertThat(kafka.forProducer())
                .containsEntry("acks", "all")
                .containsEntry("compression.type", "gzip")
                .containsEntry("transaction.timeout.ms", "600000")
                .containsEntry("bootstrap.servers", "broker:9092");
    }
}
