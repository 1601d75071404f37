package io.sightline.verify;

import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import org.jspecify.annotations.Nullable;

/**
 * What is checked of an alert. Times are epoch milliseconds of event time.
 *
 * @param endedAtMillis null unless it cleared
 * @param mediaEndMicros null unless it cleared
 */
record AlertRow(
        String alertId,
        String incidentId,
        Alert.Event event,
        String streamId,
        String rendition,
        String defect,
        Severity severity,
        long startedAtMillis,
        long eventAtMillis,
        @Nullable Long endedAtMillis,
        long durationMillis,
        long mediaStartMicros,
        @Nullable Long mediaEndMicros) {

    static AlertRow of(Fields row) throws BadRowException {
        return new AlertRow(
                row.text("alert_id"),
                row.text("incident_id"),
                row.word("event", Alert.Event.values(), Alert.Event::name),
                row.text("stream_id"),
                row.text("rendition"),
                row.text("defect"),
                row.word("severity", Severity.values(), Severity::id),
                row.time("started_at"),
                row.time("event_at"),
                row.timeOrNull("ended_at"),
                row.integer("duration_ms"),
                row.integer("media_start_us"),
                row.integerOrNull("media_end_us"));
    }

    /** {@code video.black of 'news'}, and its rendition. */
    String subject() {
        return defect + " of " + new RenditionKey(streamId, rendition);
    }
}
