package io.sightline.readback;

import io.sightline.sink.ClientProperties;
import io.sightline.sink.TopicNames;
import io.sightline.verify.RecordCheck;
import io.sightline.verify.RecordTable;
import io.sightline.verify.RowPlace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a cluster as a {@code read_committed} reader sees them, from their beginnings to
 * where they end when reading begins. No group, no commits. Thread: the caller's.
 *
 * @param clientProperties for the consumer, security above all; what the reading depends on cannot
 *     be overridden here
 * @param patience the longest wait for an answer, and for the next rows while there must be more
 */
public record TopicRecord(
        String bootstrapServers,
        Map<String, String> clientProperties,
        TopicNames topics,
        Duration patience) {

    private static final Duration POLL = Duration.ofMillis(500);

    public TopicRecord {
        clientProperties = Map.copyOf(clientProperties);
    }

    /** Takes what is read. */
    interface Rows {

        /** The first rows of a partition are there no more. */
        void headIsGone(RecordTable table, String partition);

        void row(RecordTable table, RowPlace place, @Nullable String json)
                throws UnreadableRecordException;
    }

    /**
     * Gives every row to the check.
     *
     * @throws UnreadableRecordException when the cluster does not answer, refuses or lacks a topic
     */
    public void readInto(RecordCheck check) throws UnreadableRecordException {
        read(
                List.of(RecordTable.values()),
                partition -> true,
                new Rows() {
                    @Override
                    public void headIsGone(RecordTable table, String partition) {
                        check.headIsGone(table, partition);
                    }

                    @Override
                    public void row(RecordTable table, RowPlace place, @Nullable String json) {
                        check.row(table, place, json);
                    }
                });
    }

    /**
     * Gives every row of some tables, of those partitions whose number is wanted.
     *
     * @throws UnreadableRecordException as {@link #readInto}
     */
    void read(List<RecordTable> wanted, IntPredicate partition, Rows rows)
            throws UnreadableRecordException {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            Map<TopicPartition, RecordTable> tables = partitions(wanted, consumer);
            tables.keySet().removeIf(one -> !partition.test(one.partition()));
            consumer.assign(tables.keySet());
            Map<TopicPartition, Long> ends = consumer.endOffsets(tables.keySet());
            consumer.beginningOffsets(tables.keySet())
                    .forEach(
                            (one, offset) -> {
                                consumer.seek(one, offset);
                                if (offset > 0) {
                                    rows.headIsGone(tables.get(one), one.toString());
                                }
                            });
            readTo(ends, consumer, tables, rows);
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /**
     * Up to where each topic can be read now: the end of what is committed, before the first record
     * of a transaction that is open.
     *
     * @return offsets by partition and table
     * @throws UnreadableRecordException when the cluster does not answer, refuses or lacks a topic
     */
    public Map<RecordTable, Map<Integer, Long>> committedEnds() throws UnreadableRecordException {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            Map<TopicPartition, RecordTable> tables =
                    partitions(List.of(RecordTable.values()), consumer);
            Map<RecordTable, Map<Integer, Long>> ends = new HashMap<>();
            consumer.endOffsets(tables.keySet())
                    .forEach(
                            (partition, end) ->
                                    ends.computeIfAbsent(
                                                    tables.get(partition), table -> new TreeMap<>())
                                            .put(partition.partition(), end));
            return ends;
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /** How many partitions a table has. */
    int partitionsOf(RecordTable table) throws UnreadableRecordException {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            return partitions(List.of(table), consumer).size();
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                ClientProperties.forReading(clientProperties, bootstrapServers, patience));
    }

    private Map<TopicPartition, RecordTable> partitions(
            List<RecordTable> wanted, KafkaConsumer<String, String> consumer)
            throws UnreadableRecordException {
        Map<TopicPartition, RecordTable> tables = new HashMap<>();
        for (RecordTable table : wanted) {
            String topic = topicOf(table);
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw missing(topic, null);
            }
            found.forEach(one -> tables.put(new TopicPartition(topic, one.partition()), table));
        }
        return tables;
    }

    private String topicOf(RecordTable table) {
        return switch (table) {
            case ALERTS -> topics.alerts();
            case MEASUREMENTS -> topics.measurements();
            case STREAM_STATES -> topics.streamStates();
        };
    }

    private void readTo(
            Map<TopicPartition, Long> ends,
            KafkaConsumer<String, String> consumer,
            Map<TopicPartition, RecordTable> tables,
            Rows rows)
            throws UnreadableRecordException {
        Map<TopicPartition, Long> left = new HashMap<>(ends);
        long lastProgressNanos = System.nanoTime();
        while (true) {
            // A position also passes the marks of transactions, which are no rows.
            int before = left.size();
            left.entrySet().removeIf(end -> isRead(end.getKey(), end.getValue(), consumer));
            if (left.isEmpty()) {
                return;
            }
            boolean progress = left.size() < before;
            for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                progress = true;
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.get(partition)) {
                    RowPlace place = new RowPlace(partition.toString(), record.offset());
                    rows.row(tables.get(partition), place, record.value());
                }
            }
            long nowNanos = System.nanoTime();
            if (progress) {
                lastProgressNanos = nowNanos;
            } else if (nowNanos - lastProgressNanos > patience.toNanos()) {
                throw new UnreadableRecordException(
                        "Kafka at "
                                + bootstrapServers
                                + " sent nothing for "
                                + patience.toSeconds()
                                + " s, with "
                                + left.size()
                                + " partitions not read to their end. Look at the brokers that"
                                + " lead "
                                + left.keySet()
                                + ", and run it again.");
            }
        }
    }

    private static boolean isRead(
            TopicPartition partition, long end, KafkaConsumer<String, String> consumer) {
        if (consumer.position(partition) < end) {
            return false;
        }
        consumer.pause(List.of(partition)); // what was written since is not of this record
        return true;
    }

    private UnreadableRecordException missing(String topic, @Nullable Throwable cause) {
        String message =
                "There is no topic '"
                        + topic
                        + "' at "
                        + bootstrapServers
                        + ". Name the prefix that the job writes with: --topics PREFIX, as given to"
                        + " 'sightline monitor'.";
        return cause == null
                ? new UnreadableRecordException(message)
                : new UnreadableRecordException(message, cause);
    }

    private UnreadableRecordException failure(KafkaException cause) {
        String kafka = "Kafka at " + bootstrapServers;
        if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return new UnreadableRecordException(
                    kafka
                            + " did not answer within "
                            + patience.toSeconds()
                            + " s. Check that a broker listens there and that the address it"
                            + " advertises can be reached from this machine.",
                    cause);
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return missing(String.join("' or '", topics.tables()), cause);
        }
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return new UnreadableRecordException(
                    kafka
                            + " refuses this client: "
                            + cause.getMessage()
                            + " Check the client properties; to read, a client needs Describe and"
                            + " Read on the topics "
                            + String.join(", ", topics.tables())
                            + ".",
                    cause);
        }
        if (cause instanceof OffsetOutOfRangeException) {
            return new UnreadableRecordException(
                    kafka
                            + " deleted rows while they were read: their retention is over. Run it"
                            + " again.",
                    cause);
        }
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return new UnreadableRecordException(
                kafka
                        + " cannot be read: "
                        + reason.getMessage()
                        + ". Check --kafka HOST:PORT and the client properties "
                        + ClientProperties.masked(clientProperties)
                        + ".",
                cause);
    }
}
