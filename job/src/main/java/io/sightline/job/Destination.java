package io.sightline.job;

import java.nio.file.Path;
import java.util.Map;

/** Where the tables go. */
public sealed interface Destination {

    /** Files below a directory: JSON lines and Parquet. */
    record Files(Path directory) implements Destination {}

    /**
     * Topics of a Kafka cluster, exactly once.
     *
     * @param bootstrapServers {@code host:port}, comma-separated
     * @param properties more client properties, security for example; secret
     */
    record Kafka(String bootstrapServers, Map<String, String> properties) implements Destination {
        public Kafka {
            properties = Map.copyOf(properties);
        }

        @Override
        public String toString() {
            return "Kafka[" + bootstrapServers + "]";
        }
    }
}
