package io.sightline.registry;

import java.io.Serializable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a registry is kept. The text form is what people write, and holds no secret. */
public sealed interface RegistryAddress extends Serializable {

    /** What a topic's address begins with. */
    String KAFKA = "kafka:";

    String DEFAULT_TOPIC = "sightline.streams";

    /** A YAML file. */
    record InFile(String path) implements RegistryAddress {

        private static final long serialVersionUID = 1L;

        public Path file() {
            return Path.of(path);
        }

        @Override
        public InFile absolute() {
            return new InFile(file().toAbsolutePath().toString());
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /**
     * A compacted topic: the key is the id of a stream, the value its entry.
     *
     * @param bootstrapServers {@code host:port}, comma separated
     * @param clientProperties security above all; secret
     */
    record InTopic(String bootstrapServers, String topic, Map<String, String> clientProperties)
            implements RegistryAddress {

        private static final long serialVersionUID = 1L;

        public InTopic {
            clientProperties = Map.copyOf(clientProperties);
        }

        public InTopic withClientProperties(Map<String, String> properties) {
            return new InTopic(bootstrapServers, topic, properties);
        }

        @Override
        public InTopic absolute() {
            return this;
        }

        @Override
        public String toString() {
            return KAFKA + bootstrapServers + "/" + topic;
        }
    }

    /** The same place, whatever the working directory of the process that looks. */
    RegistryAddress absolute();

    /**
     * Reads what people write: a path, or {@code kafka:HOST:PORT[,HOST:PORT...][/TOPIC]}.
     *
     * @throws IllegalArgumentException with a message for people, when it is neither
     */
    static RegistryAddress parse(String text) {
        return parse(text, DEFAULT_TOPIC, "topic of streams");
    }

    /**
     * As {@link #parse(String)}, of something else that is kept in the same ways.
     *
     * @param usualTopic where none is named
     * @param kind of topic, in messages
     */
    static RegistryAddress parse(String text, String usualTopic, String kind) {
        if (!text.startsWith(KAFKA)) {
            return inFile(text);
        }
        Matcher parts = Syntax.TOPIC.matcher(text.substring(KAFKA.length()));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no "
                            + kind
                            + "; kafka:localhost:9092 or kafka:localhost:9092/"
                            + usualTopic
                            + " would be one");
        }
        String topic = parts.group(2) == null ? usualTopic : parts.group(2);
        return new InTopic(parts.group(1), topic, Map.of());
    }

    private static InFile inFile(String text) {
        try {
            if (text.isBlank()) {
                throw new IllegalArgumentException(
                        "an empty text is no registry; give the path of a file, or a topic as"
                                + " kafka:HOST:PORT");
            }
            return new InFile(Path.of(text).toString());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is no path of a file", e);
        }
    }

    /** What a topic's address looks like behind its scheme. */
    final class Syntax {

        private static final String SERVER = "(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s\\[\\]/,:@]+):\\d{1,5}";

        private static final Pattern TOPIC =
                Pattern.compile(
                        "(" + SERVER + "(?:," + SERVER + ")*)(?:/([A-Za-z0-9._-]{1,249}))?/?");

        private Syntax() {}
    }
}
