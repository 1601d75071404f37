package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.TableSinks;
import io.sightline.sink.TopicNames;
import io.sightline.testing.CommittedReader;
import io.sightline.testing.Eventually;
import io.sightline.testing.KafkaBroker;
import io.sightline.testing.SampleRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSinkITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path folder;

    private static KafkaBroker broker;

    private Set<Thread> clientsBefore = Set.of();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.startIn(folder);
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void rememberClients() {
        clientsBefore = adminClients();
    }

    /** A writer that fails leaves no client behind: a restart each minute would fill a cluster. */
    @AfterEach
    void noAdminClientIsLeft() throws Exception {
        Eventually.until(
                "no admin client beside " + clientsBefore,
                Duration.ofSeconds(20),
                () -> clientsBefore.containsAll(adminClients()));
    }

    private static Set<Thread> adminClients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-admin-client-thread"))
                .collect(Collectors.toSet());
    }

    @Test
    void committedReaderSeesEveryRowOnceThoughTheJobFailsTwice() throws Exception {
        long seed = System.nanoTime();
        long startMillis = System.currentTimeMillis();
        TopicNames topics = new TopicNames("t1.alerts", "t1.measurements", "t1.states");
        KafkaDestination kafka =
                KafkaDestination.at(broker.bootstrapServers())
                        .withTransactionalIdPrefix("t1")
                        .withTopics(topics);
        OutputCheck.makeReady(kafka);

        NumberedRows.writeTo(TableSinks.of(kafka, SampleRows.MEASUREMENTS), seed);

        List<ConsumerRecord<String, String>> alerts = readAll(topics.alerts());
        assertThat(numbers(alerts, row -> row.get("alert_id").asLong()))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(NumberedRows.all());
        assertThat(
                        numbers(
                                readAll(topics.measurements()),
                                row -> row.get("media_start_us").asLong()))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(NumberedRows.all());
        assertThat(numbers(readAll(topics.streamStates()), row -> row.get("reason").asLong()))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(NumberedRows.all());
        assertThat(alerts)
                .allSatisfy(
                        record -> {
                            assertThat(record.key())
                                    .isEqualTo(parse(record).get("stream_id").textValue());
                            assertThat(record.timestamp())
                                    .as("wall clock, not the event time of 1970")
                                    .isGreaterThanOrEqualTo(startMillis);
                        });
    }

    @Test
    void makingTopicsReadyTwiceChangesNothing() {
        KafkaDestination kafka =
                KafkaDestination.at(broker.bootstrapServers())
                        .withTopics(new TopicNames("t2.alerts", "t2.measurements", "t2.states"));

        OutputCheck.makeReady(kafka);
        OutputCheck.makeReady(kafka);

        try (CommittedReader reader = broker.openReader("t2.alerts")) {
            assertThat(reader.readUntil(rows -> true, PATIENCE)).isEmpty();
        }
    }

    private static List<ConsumerRecord<String, String>> readAll(String topic) {
        try (CommittedReader reader = broker.openReader(topic)) {
            return reader.readUntil(rows -> rows.size() >= NumberedRows.ROWS, PATIENCE);
        }
    }

    private static List<Long> numbers(
            List<ConsumerRecord<String, String>> records, Function<JsonNode, Long> number) {
        return records.stream().map(KafkaSinkITCase::parse).map(number).toList();
    }

    private static JsonNode parse(ConsumerRecord<String, String> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
