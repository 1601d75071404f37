package io.sightline.sink;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The topic of each table, and the two of notification.
 *
 * @param pager alerts as they happen, for whoever tells people; the record is {@code alerts}
 * @param notifications what became of each notification
 */
public record TopicNames(
        String alerts, String measurements, String streamStates, String pager, String notifications)
        implements Serializable {

    /** Of the topics' names, unless chosen otherwise. */
    public static final String DEFAULT_PREFIX = "sightline";

    public static final TopicNames DEFAULT = of(DEFAULT_PREFIX);

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    /** Tables wherever; the topics of notification are named as that of the alerts. */
    public TopicNames(String alerts, String measurements, String streamStates) {
        this(
                alerts,
                measurements,
                streamStates,
                beside(alerts, "pager"),
                beside(alerts, "notifications"));
    }

    /** The topics {@code PREFIX.alerts} and so on. */
    public static TopicNames of(String prefix) {
        return new TopicNames(
                prefix + ".alerts", prefix + ".measurements", prefix + ".stream-states");
    }

    private static String beside(String topic, String name) {
        int dot = topic.lastIndexOf('.');
        return (dot < 0 ? topic : topic.substring(0, dot)) + "." + name;
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
            case "notifications" -> notifications;
            default -> throw new IllegalArgumentException("There is no table '" + table + "'");
        };
    }

    /** Those of the record. */
    public List<String> tables() {
        return List.of(alerts, measurements, streamStates);
    }

    /** Those that notification reads and writes. */
    public List<String> ofNotification() {
        return List.of(pager, notifications);
    }

    /** Those that the job writes: the tables of the record and the pager lane. */
    public List<String> all() {
        return List.of(alerts, measurements, streamStates, pager);
    }
}
