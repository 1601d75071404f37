package io.sightline.sink;

import java.util.Optional;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * How a topic is laid out.
 *
 * @param replicas of the partition that has the fewest
 */
record TopicShape(String topic, int partitions, int replicas) {

    static TopicShape of(TopicDescription described) {
        return new TopicShape(
                described.name(),
                described.partitions().size(),
                described.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0));
    }

    /** Why it serves {@code writers} slots poorly. */
    Optional<String> oddity(int writers) {
        if (partitions >= writers) {
            return Optional.empty();
        }
        return Optional.of(
                "topic '"
                        + topic
                        + "' has "
                        + counted(partitions, "partition")
                        + " for "
                        + writers
                        + " slots that write to it: no more readers can share its rows. Add"
                        + " partitions while no job writes (kafka-topics --alter --partitions "
                        + writers
                        + "); a stream's rows keep their order from then on");
    }

    /** Why nothing could be written to it. */
    Optional<String> obstacle(int minInSyncReplicas) {
        if (replicas >= minInSyncReplicas) {
            return Optional.empty();
        }
        return Optional.of(
                "Topic '"
                        + topic
                        + "' keeps "
                        + counted(replicas, "replica")
                        + " of a partition, but its min.insync.replicas is "
                        + minInSyncReplicas
                        + ": the brokers would refuse every row. Add replicas, or lower"
                        + " min.insync.replicas.");
    }

    private static String counted(int number, String thing) {
        return number == 1 ? "one " + thing : number + " " + thing + "s";
    }
}
