package io.sightline.lake.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.lake.LakeException;
import io.sightline.query.RecordSource;
import io.sightline.sink.ClientProperties;
import io.sightline.table.TableSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** A look at the topics before the job starts, so that what is wrong is one clear error. */
final class SourceTopics {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int NEWEST = 3; // of each partition

    private static final ObjectMapper JSON = new ObjectMapper();

    private SourceTopics() {}

    /**
     * Checks that the topics are there, and that their newest rows have no column that would be
     * lost: a job that is older than the one that writes the topics would drop it without a word.
     *
     * @throws LakeException naming everything that is wrong
     */
    static void requireReadable(RecordSource.Topics source, List<TableSchema<?>> tables) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        ClientProperties.forReading(
                                source.clientProperties(), source.bootstrapServers(), PATIENCE))) {
            List<String> problems = new ArrayList<>();
            Map<TopicPartition, TableSchema<?>> partitions = new HashMap<>();
            for (TableSchema<?> table : tables) {
                String topic = source.names().topicOf(table.name());
                List<PartitionInfo> found = consumer.partitionsFor(topic);
                if (found == null || found.isEmpty()) {
                    problems.add("there is no topic " + topic);
                } else {
                    found.forEach(
                            one ->
                                    partitions.put(
                                            new TopicPartition(topic, one.partition()), table));
                }
            }
            foreignColumns(consumer, partitions)
                    .forEach(
                            (table, columns) ->
                                    problems.add(
                                            "rows of "
                                                    + source.names().topicOf(table)
                                                    + " have columns that this release does not"
                                                    + " know, and the lake would lack: "
                                                    + String.join(", ", columns)
                                                    + "; start the lake with the release that"
                                                    + " writes them"));
            if (!problems.isEmpty()) {
                throw new LakeException(
                        "Cannot fill the lake from Kafka at "
                                + source.bootstrapServers()
                                + ": "
                                + String.join("; ", problems)
                                + ".");
            }
        } catch (KafkaException e) {
            throw new LakeException(
                    "Cannot read Kafka at "
                            + source.bootstrapServers()
                            + ": "
                            + e.getMessage()
                            + ". Check --kafka, --topics and --kafka-properties.",
                    e);
        }
    }

    private static Map<String, Set<String>> foreignColumns(
            KafkaConsumer<String, String> consumer,
            Map<TopicPartition, TableSchema<?>> partitions) {
        consumer.assign(partitions.keySet());
        Map<TopicPartition, Long> left = consumer.endOffsets(partitions.keySet());
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions.keySet());
        left.forEach(
                (partition, end) ->
                        consumer.seek(partition, Math.max(begins.get(partition), end - NEWEST)));
        Map<String, Set<String>> foreign = new HashMap<>();
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadlineNanos < 0) {
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (left.isEmpty()) {
                break;
            }
            for (ConsumerRecord<String, String> row : consumer.poll(POLL)) {
                TableSchema<?> table =
                        partitions.get(new TopicPartition(row.topic(), row.partition()));
                Set<String> columns = columns(row.value());
                columns.removeAll(table.columnNames());
                if (!columns.isEmpty()) {
                    foreign.computeIfAbsent(table.name(), name -> new TreeSet<>()).addAll(columns);
                }
            }
        }
        return foreign;
    }

    private static Set<String> columns(String row) {
        Set<String> names = new HashSet<>();
        try {
            JsonNode object = row == null ? null : JSON.readTree(row);
            if (object != null) {
                object.fieldNames().forEachRemaining(names::add);
            }
        } catch (JsonProcessingException e) {
            return names; // the job says better what is wrong with it
        }
        return names;
    }
}
