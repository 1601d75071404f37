package io.sightline.rejudge;

import io.sightline.detector.model.DefectId;
import io.sightline.flow.RenditionRef;
import io.sightline.incident.IncidentId;
import io.sightline.incident.IncidentProgress;
import io.sightline.incident.IncidentProgress.Due;
import io.sightline.incident.IncidentProgress.Phase;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import org.jspecify.annotations.Nullable;

/**
 * An incident as recorded seconds tell it, as of one of its events. Event times are microseconds
 * since the epoch and whole seconds; {@code media…} microseconds are on the rendition's own
 * timeline.
 *
 * @param event the latest
 * @param incidentId of whole seconds: equal seconds and rules give equal ids, but not those of the
 *     job, which knows the begin to the picture
 * @param severity after that event
 * @param eventMicros when it happened
 * @param badUntilMicros how far it reaches by now
 * @param endedMicros null until it cleared
 * @param mediaEndMicros null until it cleared
 * @param peak the worst value so far
 * @param level the limit that was crossed
 * @param occurrences how many times it came back, the first included
 */
public record RejudgedIncident(
        Alert.Event event,
        String incidentId,
        String streamId,
        String rendition,
        String defect,
        Severity severity,
        long startedMicros,
        long eventMicros,
        long badUntilMicros,
        @Nullable Long endedMicros,
        long mediaStartMicros,
        @Nullable Long mediaEndMicros,
        double peak,
        double level,
        int occurrences) {

    static RejudgedIncident of(
            RenditionRef origin, DefectId defect, IncidentProgress progress, Due due) {
        boolean cleared = due.event() == Alert.Event.CLEARED;
        return new RejudgedIncident(
                due.event(),
                IncidentId.of(
                                origin.stream().value(),
                                origin.rendition(),
                                defect,
                                progress.startedMicros())
                        .value(),
                origin.stream().value(),
                origin.rendition().value(),
                defect.value(),
                due.severity(),
                progress.startedMicros(),
                due.atMicros(),
                progress.badUntilMicros(),
                cleared ? progress.badUntilMicros() : null,
                progress.mediaStartedMicros(),
                cleared ? progress.mediaBadUntilMicros() : null,
                progress.peak(),
                due.level(),
                progress.occurrences());
    }

    /** As of the end of what was recorded, of one that has opened and not cleared. */
    static RejudgedIncident open(
            RenditionRef origin, DefectId defect, IncidentProgress progress, double level) {
        if (progress.phase() != Phase.OPEN) {
            throw new IllegalArgumentException(progress.toString());
        }
        Alert.Event last = progress.escalations() > 0 ? Alert.Event.ESCALATED : Alert.Event.OPENED;
        return of(
                origin,
                defect,
                progress,
                new Due(
                        last,
                        Math.max(1, progress.escalations()),
                        progress.severity(),
                        progress.clockMicros(),
                        level,
                        IncidentProgress.Cause.MEDIA));
    }
}
