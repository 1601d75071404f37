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

    CommittedRows(String servers, String topics) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", servers,
                                "isolation.level", "read_committed",
                                "enable.auto.commit", "false",
                                "reconnect.backoff.max.ms", "200"),
                        new StringDeserializer(),
                        new StringDeserializer());
        alertTopic = topics + ".alerts";
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(alertTopic, topics + ".measurements")) {
            consumer.partitionsFor(topic)
                    .forEach(one -> partitions.add(new TopicPartition(topic, one.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
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
