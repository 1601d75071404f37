package io.sightline.sink;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/** The topic of each table. */
public record TopicNames(String alerts, String measurements, String streamStates)
        implements Serializable {

    /** Of the topics' names, unless chosen otherwise. */
    public static final String DEFAULT_PREFIX = "sightline";

    public static final TopicNames DEFAULT = of(DEFAULT_PREFIX);

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    /** The topics {@code PREFIX.alerts} and so on. */
    public static TopicNames of(String prefix) {
        return new TopicNames(
                prefix + ".alerts", prefix + ".measurements", prefix + ".stream-states");
    }

    /** Whether Kafka takes names that begin so. */
    public static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches();
    }

    /**
     * Of a table.
     *
     * @throws IllegalArgumentException for a table that is not published
     */
    public String topicOf(String table) {
        return switch (table) {
            case "alerts" -> alerts;
            case "measurements" -> measurements;
            case "stream_states" -> streamStates;
            default -> throw new IllegalArgumentException("There is no table '" + table + "'");
        };
    }

    public List<String> all() {
        return List.of(alerts, measurements, streamStates);
    }
}
