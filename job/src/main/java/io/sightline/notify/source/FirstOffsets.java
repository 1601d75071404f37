package io.sightline.notify.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group goes on: behind what it has committed; if it never has, at the alerts of the time
 * when the job was started, so that nobody is told old news and nothing since is missed.
 */
@SuppressWarnings("deprecation") // the connector asks for Kafka's old enum
final class FirstOffsets implements OffsetsInitializer {

    private static final long serialVersionUID = 1L;

    private final long startMillis;

    FirstOffsets(long startMillis) {
        this.startMillis = startMillis;
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
        Map<TopicPartition, Long> offsets = new HashMap<>(retriever.committedOffsets(partitions));
        offsets.values().removeIf(offset -> offset == null);
        Set<TopicPartition> fresh = new HashSet<>(partitions);
        fresh.removeAll(offsets.keySet());
        if (fresh.isEmpty()) {
            return offsets;
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        fresh.forEach(partition -> times.put(partition, startMillis));
        Map<TopicPartition, Long> ends = retriever.endOffsets(fresh);
        Map<TopicPartition, OffsetAndTimestamp> found = retriever.offsetsForTimes(times);
        for (TopicPartition partition : fresh) {
            OffsetAndTimestamp first = found.get(partition);
            offsets.put(partition, first == null ? ends.get(partition) : first.offset());
        }
        return offsets;
    }

    /** When retention has deleted where we were: the oldest that is left. */
    @Override
    public org.apache.kafka.clients.consumer.OffsetResetStrategy getAutoOffsetResetStrategy() {
        return org.apache.kafka.clients.consumer.OffsetResetStrategy.EARLIEST;
    }
}
