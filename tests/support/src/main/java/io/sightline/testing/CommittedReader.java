package io.sightline.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic from its beginning, committed records only. Thread: one. Ownership: the opener
 * closes it.
 */
public final class CommittedReader implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer; // owned, closed in close()
    private final List<ConsumerRecord<String, String>> read = new ArrayList<>();

    CommittedReader(String bootstrapServers, String topic) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", bootstrapServers,
                                "isolation.level", "read_committed",
                                "enable.auto.commit", "false"),
                        new StringDeserializer(),
                        new StringDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Reads on until {@code enough} holds for everything read so far, and then what else is
     * committed by now, so that a repeat shows.
     *
     * @return everything read so far; at the deadline whatever that is
     */
    public List<ConsumerRecord<String, String>> readUntil(
            Predicate<List<ConsumerRecord<String, String>>> enough, Duration patience) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (!enough.test(read) && System.nanoTime() - deadlineNanos < 0) {
            poll();
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())
                && System.nanoTime() - deadlineNanos < 0) {
            poll();
        }
        return List.copyOf(read);
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(200)).forEach(read::add);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
