package io.sightline.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What a {@code read_committed} reader has seen of two topics so far, as it came. Reads when asked;
 * one thread. Ownership: the opener closes it.
 */
final class CommittedRows implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final KafkaConsumer<String, String> consumer; // owned
    private final String alertTopic;
    private final List<ObjectNode> alerts = new ArrayList<>();
    private final List<ObjectNode> measurements = new ArrayList<>();
    private final Map<String, Instant> newest = new HashMap<>(); // measured second, by stream
    private long quietSinceNanos = System.nanoTime();
    private Duration longestQuiet = Duration.ZERO;

    private CommittedRows(KafkaConsumer<String, String> consumer, String alertTopic) {
        this.consumer = consumer;
        this.alertTopic = alertTopic;
    }

    /**
     * Begins at the beginning of both topics; owned.
     *
     * @throws IllegalStateException if they do not exist yet
     */
    static CommittedRows open(String servers, String topics) {
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", servers,
                                "isolation.level", "read_committed",
                                "enable.auto.commit", "false",
                                "allow.auto.create.topics", "false",
                                "reconnect.backoff.max.ms", "200"),
                        new StringDeserializer(),
                        new StringDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String table : List.of(".alerts", ".measurements")) {
            var found = consumer.listTopics().get(topics + table);
            if (found == null) {
                consumer.close();
                throw new IllegalStateException("There is no topic " + topics + table);
            }
            found.forEach(one -> partitions.add(new TopicPartition(one.topic(), one.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new CommittedRows(consumer, topics + ".alerts");
    }

    /** Takes in what is committed by now. */
    void read() throws JsonProcessingException {
        var records = consumer.poll(Duration.ofMillis(200));
        long now = System.nanoTime();
        if (!records.isEmpty()) {
            quietSinceNanos = now;
        } else if (now - quietSinceNanos > longestQuiet.toNanos()) {
            longestQuiet = Duration.ofNanos(now - quietSinceNanos);
        }
        for (var record : records) {
            ObjectNode row = (ObjectNode) json.readTree(record.value());
            if (record.topic().equals(alertTopic)) {
                alerts.add(row);
            } else {
                measurements.add(row);
                newest.merge(
                        record.key(),
                        Instant.parse(row.path("second_at").asText()),
                        (one, other) -> one.isAfter(other) ? one : other);
            }
        }
    }

    /** Takes in all that is committed when this is called. */
    void readToEnd() throws JsonProcessingException {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            read();
        }
    }

    /** The newest measured second of a stream. */
    Instant newest(String stream) {
        return newest.getOrDefault(stream, Instant.EPOCH);
    }

    /** The longest time without a committed row since this was last asked. */
    Duration longestQuiet() {
        Duration longest = longestQuiet;
        longestQuiet = Duration.ZERO;
        return longest;
    }

    List<ObjectNode> alerts() {
        return List.copyOf(alerts);
    }

    List<ObjectNode> measurements() {
        return List.copyOf(measurements);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
