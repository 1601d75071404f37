package io.sightline.config;

import io.sightline.source.enumerator.StreamEntry;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Chooses streams by their labels: {@code region=eu,tier=gold} takes those that have both.
 *
 * @param labels what a stream must have; none takes every stream
 */
public record LabelSelector(Map<String, String> labels) implements Serializable {

    public static final LabelSelector EVERYTHING = new LabelSelector(Map.of());

    public LabelSelector {
        labels = Map.copyOf(labels);
    }

    /**
     * Reads a selection as the command line gives it.
     *
     * @param text pairs {@code label=value} with commas between
     * @throws IllegalArgumentException with a message for people, when it is anything else
     */
    public static LabelSelector parse(String text) {
        Map<String, String> labels = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            String label = equals < 0 ? "" : pair.substring(0, equals).strip();
            String value = pair.substring(equals + 1).strip();
            if (label.isEmpty() || value.isEmpty()) {
                throw new IllegalArgumentException(
                        "A selection has the form 'label=value' or 'label=value,label=value', but"
                                + " was '"
                                + text
                                + "'");
            }
            if (labels.put(label, value) != null) {
                throw new IllegalArgumentException(
                        "The selection '" + text + "' names the label '" + label + "' twice");
            }
        }
        return new LabelSelector(labels);
    }

    public boolean matches(StreamEntry entry) {
        return labels.entrySet().stream()
                .allMatch(label -> label.getValue().equals(entry.labels().get(label.getKey())));
    }
}
