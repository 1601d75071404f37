package io.sightline.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sightline.media.PlainText;
import io.sightline.notify.control.Control;
import io.sightline.notify.control.Control.Kind;
import io.sightline.notify.control.ControlTable;
import io.sightline.notify.control.Weekly;
import io.sightline.notify.route.Glob;
import io.sightline.policy.Severity;
import io.sightline.yaml.ConfigProblem;
import io.sightline.yaml.NearestWord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one control from a JSON object, and tells everything that is wrong with it: a bad one is
 * skipped as a whole. A key that is not known is wrong, since a mistyped {@code until_at} would
 * silence for ever.
 */
public final class ControlReader {

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final List<String> KEYS = ControlTable.SCHEMA.columnNames();

    /** Words that say for themselves why a notification was not sent. */
    private static final Set<String> RESERVED = Set.of("grouped", "flapping", "schedule");

    private static final int MAX_ID_CHARS = 200;
    private static final int MAX_CHARS = 1_000; // of any other text
    private static final int MAX_LABELS = 50;

    private final String place;
    private final int line;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private JsonNode json = MissingNode.getInstance();

    private ControlReader(String place, int line) {
        this.place = place;
        this.line = line;
    }

    /**
     * A control, or what is wrong with it.
     *
     * @param problems none if there is a control
     */
    public record Read(@Nullable Control control, List<ConfigProblem> problems) {}

    /**
     * Reads one.
     *
     * @param place how to call the file or the record in messages
     * @param line of the file; 0 for a record
     * @param key of a record, which an id within must equal; null for a line
     */
    public static Read read(String place, int line, @Nullable String key, String text) {
        return new ControlReader(place, line).read(key, text);
    }

    private Read read(@Nullable String key, String text) {
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            add("is no JSON: " + e.getOriginalMessage());
            return new Read(null, problems);
        }
        if (!json.isObject()) {
            add("is no JSON object");
            return new Read(null, problems);
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!KEYS.contains(field.getKey())) {
                add(
                        "unknown key '"
                                + field.getKey()
                                + "'"
                                + NearestWord.hint(field.getKey(), KEYS));
            }
        }
        Control control = control(id(key));
        return new Read(problems.isEmpty() ? control : null, List.copyOf(problems));
    }

    private @Nullable Control control(String id) {
        JsonNode version = json.path("schema_version");
        if (!version.isMissingNode() && version.asInt() != ControlTable.VERSION) {
            add(
                    "'schema_version' is "
                            + version
                            + ", and this release reads "
                            + ControlTable.VERSION);
        }
        Kind kind =
                word("kind", Kind.values(), Arrays.stream(Kind.values()).map(Kind::id).toList());
        Severity below =
                word(
                        "below",
                        Severity.values(),
                        Arrays.stream(Severity.values()).map(Severity::id).toList());
        String author = text("author");
        Long createdAt = time("created_at");
        String stream = text("stream_pattern");
        String defect = text("defect_pattern");
        String reason = text("reason");
        if (kind == null && isThere("kind")) {
            return null; // told already
        }
        require("kind", kind);
        require("author", author);
        require("created_at", createdAt);
        if (kind == null || author == null || createdAt == null) {
            return null;
        }
        Control control =
                new Control(
                        id,
                        kind,
                        text("incident_id"),
                        stream == null ? null : new Glob(stream),
                        labels(),
                        defect == null ? null : new Glob(defect),
                        time("from_at"),
                        time("until_at"),
                        weekly(),
                        below,
                        author,
                        reason == null ? "" : reason,
                        createdAt);
        check(control);
        return control;
    }

    /** What makes no sense, or could silence more than anybody meant. */
    private void check(Control control) {
        if (control.kind() == Kind.WITHDRAWN) {
            return;
        }
        if (control.kind() == Kind.ACKNOWLEDGE) {
            require("incident_id", control.incidentId());
        } else if (control.incidentId() == null
                && control.stream() == null
                && control.defect() == null
                && control.labels().isEmpty()) {
            add(
                    "would silence everything; name 'stream_pattern', 'labels' or 'defect_pattern', or say so"
                            + " with 'stream_pattern': '*'");
        }
        if (control.kind() == Kind.SNOOZE) {
            require("until_at", control.untilMillis());
        }
        if (control.kind() == Kind.MAINTENANCE && control.weekly() == null) {
            require("from_at", control.fromMillis());
            require("until_at", control.untilMillis());
        }
        if (control.fromMillis() != null
                && control.untilMillis() != null
                && control.untilMillis() <= control.fromMillis()) {
            add("'until_at' is not after 'from_at'");
        }
    }

    private String id(@Nullable String key) {
        String id = isThere("control_id") ? text("control_id") : key;
        if (id == null || id.isBlank()) {
            add("a control needs 'control_id'");
            return "";
        }
        if (key != null && !id.equals(key)) {
            add("'control_id' is '" + id + "', but the key of the record says otherwise");
        }
        if (id.length() > MAX_ID_CHARS) {
            add("an id has at most " + MAX_ID_CHARS + " characters");
        }
        if (RESERVED.contains(id)) {
            add("'" + id + "' has a meaning of its own; choose another id");
        }
        return id;
    }

    private @Nullable Weekly weekly() {
        String text = text("weekly");
        String zone = text("time_zone");
        if (text == null) {
            if (zone != null) {
                add("'time_zone' is of use only with 'weekly'");
            }
            return null;
        }
        if (zone == null) {
            add("'weekly' needs 'time_zone', such as Europe/Berlin or UTC");
            return null;
        }
        try {
            return Weekly.parse(text, ZoneId.of(zone))
                    .orElseGet(
                            () -> {
                                add("'weekly' is " + Weekly.EXPECTED + ", but was '" + text + "'");
                                return null;
                            });
        } catch (DateTimeException e) {
            add(
                    "'time_zone' is no time zone, such as Europe/Berlin or UTC, but was '"
                            + zone
                            + "'");
            return null;
        }
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        JsonNode value = json.path("labels");
        if (!isThere("labels")) {
            return labels;
        }
        if (!value.isObject()) {
            add("'labels' is an object of texts");
            return labels;
        }
        for (Map.Entry<String, JsonNode> label : value.properties()) {
            if (!label.getValue().isTextual()) {
                add("the label '" + label.getKey() + "' is no text");
            } else {
                String text = label.getValue().textValue();
                checked("labels", label.getKey() + text);
                labels.put(label.getKey(), text);
            }
        }
        if (labels.size() > MAX_LABELS) {
            add("'labels' has at most " + MAX_LABELS + " entries");
        }
        return labels;
    }

    private boolean isThere(String name) {
        JsonNode value = json.get(name);
        return value != null && !value.isNull();
    }

    private @Nullable String text(String name) {
        if (!isThere(name)) {
            return null;
        }
        JsonNode value = json.get(name);
        if (!value.isTextual() || (value.textValue().isBlank() && !name.equals("reason"))) {
            add("'" + name + "' is text, but was " + value);
            return null;
        }
        return checked(name, value.textValue().strip());
    }

    /** What is shown in logs and on terminals must not be able to forge them. */
    private String checked(String name, String text) {
        if (!PlainText.isPlain(text)) {
            add(
                    "'"
                            + name
                            + "' has a control character, a line break or an invisible one; remove it");
        }
        if (text.length() > MAX_CHARS) {
            add("'" + name + "' has at most " + MAX_CHARS + " characters");
        }
        return text;
    }

    private @Nullable Long time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            add("'" + name + "' is a time such as 2026-11-21T02:26:41Z, but was '" + text + "'");
            return null;
        }
    }

    private <E> @Nullable E word(String name, E[] values, List<String> words) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        int at = words.indexOf(text);
        if (at < 0) {
            add(
                    "'"
                            + name
                            + "' is one of "
                            + String.join(", ", words)
                            + ", but was '"
                            + text
                            + "'");
            return null;
        }
        return values[at];
    }

    private void require(String name, @Nullable Object value) {
        if (value == null && !isThere(name)) {
            add("a control of this kind needs '" + name + "'");
        }
    }

    private void add(String message) {
        problems.add(new ConfigProblem(place, line, message));
    }
}
