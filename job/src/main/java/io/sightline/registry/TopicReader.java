package io.sightline.registry;

import io.sightline.registry.RegistryAddress.InTopic;
import io.sightline.sink.ClientProperties;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * What a compacted topic says now: the last value of every key. Each look asks for the ends of all
 * partitions and reads up to them, so a broker that is gone is noticed though nothing new is there.
 * After any failure everything is read anew, since the topic may be another one by then; what was
 * read in part is never shown. No group, no commits.
 *
 * <p>Thread: one reads; any may close, which ends a read under way.
 */
public final class TopicReader implements AutoCloseable {

    /** New partitions are noticed this late. */
    private static final Duration METADATA_AGE = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(200);

    private final InTopic address;
    private final TopicUse use;
    private final Duration patience;
    private final SortedMap<String, String> records = new TreeMap<>();
    private volatile @Nullable KafkaConsumer<String, String> consumer; // owned, closed in close()
    private volatile boolean closed;

    /**
     * @param patience the longest time for one look
     */
    public TopicReader(InTopic address, TopicUse use, Duration patience) {
        this.address = address;
        this.use = use;
        this.patience = patience;
    }

    public String name() {
        return address.topic();
    }

    /**
     * All records, by key; a view that the next call changes.
     *
     * @throws IOException when the cluster does not answer in time, refuses, or lacks the topic
     */
    public synchronized SortedMap<String, String> read() throws IOException {
        if (closed) {
            throw new IOException("the " + use.topic() + " is no longer read");
        }
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        try {
            if (consumer == null) {
                consumer = new KafkaConsumer<>(properties());
            }
            if (!isAtEnds(consumer, deadlineNanos)) {
                throw new IOException(
                        "The "
                                + use.topic()
                                + " '"
                                + address
                                + "' is still being read, "
                                + records.size()
                                + " "
                                + use.records()
                                + " so far");
            }
        } catch (InterruptException | WakeupException e) {
            forget();
            throw new IOException("the " + use.topic() + " is no longer read", e);
        } catch (KafkaException e) {
            forget();
            throw new IOException(KafkaTrouble.describe(address, use, patience, e), e);
        }
        return Collections.unmodifiableSortedMap(records);
    }

    /** Reads on, and tells whether everything that was there at the beginning has been read. */
    private boolean isAtEnds(KafkaConsumer<String, String> from, long deadlineNanos)
            throws IOException {
        List<TopicPartition> partitions = partitions(from, deadlineNanos);
        if (from.assignment().size() != partitions.size()) {
            records.clear();
            from.assign(partitions);
            from.seekToBeginning(partitions);
        }
        Map<TopicPartition, Long> ends = from.endOffsets(partitions, left(deadlineNanos));
        while (true) {
            boolean done = true;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                long position = from.position(end.getKey(), left(deadlineNanos));
                if (position > end.getValue()) {
                    forget();
                    throw new IOException(
                            "The "
                                    + use.topic()
                                    + " '"
                                    + address
                                    + "' was made anew; reading it again");
                }
                done &= position == end.getValue();
            }
            if (done || System.nanoTime() - deadlineNanos > 0) {
                return done;
            }
            Duration left = left(deadlineNanos);
            for (ConsumerRecord<String, String> record :
                    from.poll(left.compareTo(POLL) < 0 ? left : POLL)) {
                if (record.value() == null) {
                    records.remove(keyOf(record));
                } else {
                    records.put(keyOf(record), record.value());
                }
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, String> from, long deadlineNanos)
            throws IOException {
        List<TopicPartition> partitions = new ArrayList<>();
        List<PartitionInfo> found = from.partitionsFor(address.topic(), left(deadlineNanos));
        for (PartitionInfo partition : found) {
            partitions.add(new TopicPartition(partition.topic(), partition.partition()));
        }
        if (partitions.isEmpty()) {
            forget();
            throw new IOException(KafkaTrouble.missing(address, use));
        }
        return partitions;
    }

    /** Nothing without a key belongs here: as an id that no stream has, it is reported. */
    private static String keyOf(ConsumerRecord<String, String> record) {
        return record.key() == null ? "" : record.key();
    }

    private static Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
    }

    private Properties properties() {
        Properties properties =
                ClientProperties.forReading(
                        address.clientProperties(), address.bootstrapServers(), patience);
        properties.put(
                ConsumerConfig.METADATA_MAX_AGE_CONFIG, Long.toString(METADATA_AGE.toMillis()));
        return properties;
    }

    private void forget() {
        records.clear();
        KafkaConsumer<String, String> former = consumer;
        consumer = null;
        if (former != null) {
            try {
                former.close(CloseOptions.timeout(Duration.ZERO));
            } catch (KafkaException e) {
                // It was given up anyway, and holds no group and no offsets that could be lost.
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<String, String> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        synchronized (this) {
            forget();
        }
    }
}
