package io.sightline.backtest;

import io.sightline.policy.Severity;
import io.sightline.readback.RecordedAlert;
import io.sightline.rejudge.RejudgedIncident;
import io.sightline.table.Alert;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An incident, recorded or judged again. Times are epoch milliseconds of event time.
 *
 * @param severity the last
 * @param endedMillis null if it did not clear
 */
public record FoundIncident(
        IncidentSubject subject,
        Severity severity,
        long startedMillis,
        @Nullable Long endedMillis) {

    static final Comparator<FoundIncident> BY_START =
            Comparator.comparingLong(FoundIncident::startedMillis);

    static FoundIncident of(RejudgedIncident incident) {
        return new FoundIncident(
                new IncidentSubject(incident.streamId(), incident.rendition(), incident.defect()),
                incident.severity(),
                Math.floorDiv(incident.startedMicros(), 1000L),
                incident.endedMicros() == null
                        ? null
                        : Math.floorDiv(incident.endedMicros(), 1000L));
    }

    static FoundIncident of(RecordedAlert last) {
        return new FoundIncident(
                new IncidentSubject(last.streamId(), last.rendition(), last.defect()),
                last.severity(),
                last.startedAtMillis(),
                last.event() == Alert.Event.CLEARED ? last.endedAtMillis() : null);
    }

    /** The end of time if it did not clear. */
    long endOrNever() {
        return endedMillis == null ? Long.MAX_VALUE : endedMillis;
    }

    /** How long it lasted; as far as {@code untilMillis} if it did not clear. */
    long lastedMillis(long untilMillis) {
        long end = endedMillis == null ? Math.max(untilMillis, startedMillis) : endedMillis;
        return end - startedMillis;
    }

    /** What is known up to an instant: what ends after it is not over. */
    FoundIncident asOf(long untilMillis) {
        return endedMillis == null || endedMillis < untilMillis
                ? this
                : new FoundIncident(subject, severity, startedMillis, null);
    }
}
