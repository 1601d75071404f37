package io.sightline.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An entry that is to be written into a registry; nothing in it is checked yet.
 *
 * @param values by key, in the order to write them: texts, booleans, lists of texts, maps of texts
 */
public record EntryDraft(Map<String, Object> values) {

    private static final ObjectMapper JSON = new ObjectMapper(); // thread-safe once configured

    /** What YAML reads as the text that it is, wherever it stands. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_/.][A-Za-z0-9_/.@?&=%+:-]*(?<!:)");

    /** What YAML reads as nothing. */
    private static final Set<String> NOTHING = Set.of("null", "Null", "NULL");

    public EntryDraft {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The id, or an empty text. */
    public String id() {
        return String.valueOf(values.getOrDefault("id", ""));
    }

    /** As the value of a record. */
    public String asJson() {
        return json(values);
    }

    /** As lines of a YAML map, without indentation. */
    List<String> asYaml() {
        List<String> lines = new ArrayList<>();
        values.forEach((key, value) -> lines.add(key + ": " + yaml(value)));
        return lines;
    }

    private static String yaml(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> pairs = new ArrayList<>();
            map.forEach((key, of) -> pairs.add(yaml(key) + ": " + yaml(of)));
            return "{" + String.join(", ", pairs) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(EntryDraft::yaml).toList()) + "]";
        }
        String text = value.toString();
        boolean isPlain = PLAIN.matcher(text).matches() && !NOTHING.contains(text);
        return isPlain ? text : json(text);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts, lists and maps can be written", e);
        }
    }
}
