package io.sightline.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.policy.Severity;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of the table {@code alerts} that {@link JsonRows} wrote. Columns it does not know are
 * passed over, as the table's contract asks of every reader; numbers that were not finite come back
 * as NaN.
 */
public final class AlertJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonRows<Alert> ROWS = new JsonRows<>(TableSchemas.ALERTS);

    private AlertJson() {}

    /** One object in UTF-8, without a line break. */
    public static byte[] write(Alert alert) {
        return ROWS.encode(alert);
    }

    /**
     * Reads one object.
     *
     * @throws IOException when the text is no row of alerts
     */
    public static Alert read(byte[] json) throws IOException {
        JsonNode row = JSON.readTree(json);
        if (row == null || !row.isObject()) {
            throw new IOException("not a JSON object");
        }
        int version = row.path("schema_version").asInt();
        if (version != TableSchemas.SCHEMA_VERSION) {
            throw new IOException(
                    "schema_version is "
                            + version
                            + ", and this release reads "
                            + TableSchemas.SCHEMA_VERSION);
        }
        try {
            return new Alert(
                    text(row, "alert_id"),
                    text(row, "incident_id"),
                    Alert.Event.valueOf(text(row, "event")),
                    text(row, "stream_id"),
                    text(row, "rendition"),
                    text(row, "defect"),
                    severity(text(row, "severity")),
                    time(row, "started_at"),
                    time(row, "event_at"),
                    row.hasNonNull("ended_at") ? (Long) time(row, "ended_at") : null,
                    row.path("duration_ms").asLong(),
                    row.path("media_start_us").asLong(),
                    row.hasNonNull("media_end_us") ? (Long) row.get("media_end_us").asLong() : null,
                    number(row, "peak"),
                    number(row, "level"),
                    row.path("unit").asText(),
                    row.path("occurrences").asInt(),
                    orNull(row, "evidence"),
                    row.path("message").asText(),
                    row.path("detector_version").asInt(),
                    row.path("policy_version").asText(),
                    orNull(row, "model_sha256"),
                    row.path("job_version").asText(),
                    labels(row.path("labels")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("no row of alerts: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode row, String column) {
        if (!row.hasNonNull(column)) {
            throw new IllegalArgumentException(column + " is missing");
        }
        return row.get(column).asText();
    }

    private static @Nullable String orNull(JsonNode row, String column) {
        return row.hasNonNull(column) ? row.get(column).asText() : null;
    }

    private static double number(JsonNode row, String column) {
        return row.hasNonNull(column) ? row.get(column).asDouble() : Double.NaN;
    }

    private static long time(JsonNode row, String column) {
        return Instant.parse(text(row, column)).toEpochMilli();
    }

    private static Severity severity(String id) {
        for (Severity severity : Severity.values()) {
            if (severity.id().equals(id)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("unknown severity '" + id + "'");
    }

    private static Map<String, String> labels(JsonNode map) {
        Map<String, String> labels = new HashMap<>();
        map.properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        return labels;
    }
}
