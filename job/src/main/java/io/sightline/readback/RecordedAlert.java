package io.sightline.readback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a row of {@code alerts} says of its incident. Times are epoch milliseconds of event time.
 *
 * @param endedAtMillis null unless it cleared
 */
public record RecordedAlert(
        String incidentId,
        Alert.Event event,
        String streamId,
        String rendition,
        String defect,
        Severity severity,
        long startedAtMillis,
        long eventAtMillis,
        @Nullable Long endedAtMillis,
        String policyVersion) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a row.
     *
     * @param place where it is, for the message
     * @throws UnreadableRecordException when it is none
     */
    static RecordedAlert parse(String place, @Nullable String json)
            throws UnreadableRecordException {
        try {
            JsonNode row = JSON.readTree(json == null ? "" : json);
            JsonNode ended = row.path("ended_at");
            return new RecordedAlert(
                    text(row, "incident_id"),
                    Alert.Event.valueOf(text(row, "event")),
                    text(row, "stream_id"),
                    text(row, "rendition"),
                    text(row, "defect"),
                    Severity.valueOf(text(row, "severity").toUpperCase(Locale.ROOT)),
                    millis(text(row, "started_at")),
                    millis(text(row, "event_at")),
                    ended.isTextual() ? millis(ended.textValue()) : null,
                    row.path("policy_version").asText());
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecordException(
                    "What is at "
                            + place
                            + " is no row of alerts: "
                            + e.getMessage()
                            + ". 'sightline verify' tells what else is wrong with the record.",
                    e);
        }
    }

    private static String text(JsonNode row, String column) {
        JsonNode value = row.path(column);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the column " + column + " is missing");
        }
        return value.textValue();
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
