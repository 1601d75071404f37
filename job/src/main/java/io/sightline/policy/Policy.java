package io.sightline.policy;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.StreamId;
import java.io.Serializable;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every rule of a deployment, with inheritance resolved: a template for each name, and whole rule
 * sets of their own for streams that override something.
 *
 * @param version names this policy in alerts: the file's own version, or a digest of its content
 * @param templates by name; {@value #DEFAULT} is always there
 */
public record Policy(
        String version,
        Map<String, Map<DefectId, DefectRule>> templates,
        Map<StreamId, Map<DefectId, DefectRule>> streams)
        implements Serializable {

    /** The template of streams that name none. */
    public static final String DEFAULT = "default";

    public Policy {
        templates = deepCopy(templates);
        streams = deepCopy(streams);
        if (!templates.containsKey(DEFAULT)) {
            throw new IllegalArgumentException("No template '" + DEFAULT + "'");
        }
    }

    /** The rules of one stream: its own, else its template's, else the default's. */
    public Collection<DefectRule> rulesFor(StreamId stream, String template) {
        Map<DefectId, DefectRule> own = streams.get(stream);
        if (own != null) {
            return own.values();
        }
        return templates.getOrDefault(template, templates.get(DEFAULT)).values();
    }

    private static <K> Map<K, Map<DefectId, DefectRule>> deepCopy(
            Map<K, Map<DefectId, DefectRule>> source) {
        SortedMap<K, Map<DefectId, DefectRule>> copy = new TreeMap<>();
        source.forEach((key, rules) -> copy.put(key, Map.copyOf(rules)));
        return Map.copyOf(copy);
    }
}
