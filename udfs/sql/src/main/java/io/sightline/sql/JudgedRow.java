package io.sightline.sql;

import io.sightline.rejudge.RejudgedIncident;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Incidents that were judged again, as rows. */
final class JudgedRow {

    /** The columns that say what an incident is. */
    static final String COLUMNS =
            "incident_id STRING, defect STRING, severity STRING,"
                    + " started_at TIMESTAMP_LTZ(3), ended_at TIMESTAMP_LTZ(3), duration_ms BIGINT,"
                    + " media_start_us BIGINT, media_end_us BIGINT, peak DOUBLE, `level` DOUBLE,"
                    + " occurrences INT";

    private JudgedRow() {}

    static Row of(RejudgedIncident incident) {
        return Row.of(
                incident.incidentId(),
                incident.defect(),
                incident.severity().id(),
                time(incident.startedMicros()),
                time(incident.endedMicros()),
                lastedMicros(incident) / 1000,
                incident.mediaStartMicros(),
                incident.mediaEndMicros(),
                Double.isFinite(incident.peak()) ? incident.peak() : null,
                incident.level(),
                incident.occurrences());
    }

    /** As an event of it, with when it happened. */
    static Row event(RejudgedIncident incident) {
        return Row.join(
                Row.of(incident.event().name(), time(incident.eventMicros())), of(incident));
    }

    private static long lastedMicros(RejudgedIncident incident) {
        Long ended = incident.endedMicros();
        return (ended == null
                        ? Math.max(incident.badUntilMicros(), incident.startedMicros())
                        : ended)
                - incident.startedMicros();
    }

    private static @Nullable Instant time(@Nullable Long micros) {
        return micros == null
                ? null
                : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS);
    }
}
