package io.sightline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Follows the topic of alerts as a {@code read_committed} consumer, all the time and on a thread of
 * its own, and notes when each OPENED became visible. Ownership: the starter closes it.
 */
final class OpenedAlerts implements AutoCloseable {

    /**
     * An alert as it was read.
     *
     * @param startedAt event time of the defect's begin
     * @param decidedAt when the job handed it to the producer: the record's own time
     * @param visibleAt when the consumer had it
     */
    record Seen(
            String stream,
            String defect,
            Instant startedAt,
            Instant decidedAt,
            Instant visibleAt) {}

    private final ObjectMapper json = new ObjectMapper();
    private final KafkaConsumer<String, String> consumer; // owned by the thread
    private final List<Seen> seen = new ArrayList<>(); // guarded by itself
    private final Thread thread = new Thread(this::follow, "alerts");
    private volatile boolean closed;

    private OpenedAlerts(KafkaConsumer<String, String> consumer) {
        this.consumer = consumer;
        thread.setDaemon(true);
    }

    /**
     * Begins at the beginning; owned.
     *
     * @throws IllegalStateException if there is no such topic yet
     */
    static OpenedAlerts follow(String servers, String topic) {
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", servers,
                                "isolation.level", "read_committed",
                                "enable.auto.commit", "false",
                                "allow.auto.create.topics", "false"),
                        new StringDeserializer(),
                        new StringDeserializer());
        var partitions = consumer.listTopics().get(topic);
        if (partitions == null) {
            consumer.close();
            throw new IllegalStateException("There is no topic " + topic);
        }
        List<TopicPartition> all =
                partitions.stream().map(one -> new TopicPartition(topic, one.partition())).toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        OpenedAlerts alerts = new OpenedAlerts(consumer);
        alerts.thread.start();
        return alerts;
    }

    private void follow() {
        try (consumer) {
            while (!closed) {
                var records = consumer.poll(Duration.ofMillis(200));
                Instant now = Instant.now();
                for (var record : records) {
                    JsonNode row = json.readTree(record.value());
                    if (row.path("event").asText().equals("OPENED")) {
                        Seen one =
                                new Seen(
                                        row.path("stream_id").asText(),
                                        row.path("defect").asText(),
                                        Instant.parse(row.path("started_at").asText()),
                                        Instant.ofEpochMilli(record.timestamp()),
                                        now);
                        synchronized (seen) {
                            seen.add(one);
                        }
                    }
                }
            }
        } catch (InterruptException e) {
            // The end.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is visible so far, as it came. */
    List<Seen> seen() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
