package io.sightline.cli;

import io.sightline.sink.ClientProperties;
import io.sightline.sink.OutputException;
import io.sightline.sink.TopicNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the options that say which topics of which Kafka cluster are meant, and how to get in. */
final class KafkaOptions {

    private final List<String> problems;

    /**
     * @param problems takes what is wrong
     */
    KafkaOptions(List<String> problems) {
        this.problems = problems;
    }

    void requireServers(String given) {
        for (String server : given.split(",", -1)) {
            if (!server.strip().matches("\\[?[^\\s\\[\\]]+\\]?:\\d{1,5}")) {
                problems.add(
                        "--kafka: '"
                                + server.strip()
                                + "' is no HOST:PORT; localhost:9092 would be one");
            }
        }
    }

    /** A prefix of names; what is usual if none, or a wrong one, is given. */
    String prefix(String option, @Nullable String given, String usual) {
        if (given == null) {
            return usual;
        }
        if (!TopicNames.isPrefix(given)) {
            problems.add(
                    option + ": '" + given + "' is not 1 to 200 letters, digits, '.', '_' and '-'");
            return usual;
        }
        return given;
    }

    /** What a file of client properties says; nothing if there is none, or it cannot be read. */
    Map<String, String> properties(@Nullable Path file) {
        if (file == null) {
            return Map.of();
        }
        try {
            return ClientProperties.read(file);
        } catch (OutputException e) {
            problems.add("--kafka-properties: " + e.getMessage());
            return Map.of();
        }
    }
}
