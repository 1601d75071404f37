package io.sightline.table;

import io.sightline.policy.Severity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of an incident: a row of the table {@code alerts}. Times are epoch milliseconds of
 * event time; {@code media…} microseconds are on the rendition's own timeline.
 *
 * @param alertId unique and the same after any replay: incident id, event and its ordinal
 * @param incidentId the same for all events of one incident
 * @param endedAtMillis null until it cleared
 * @param mediaEndMicros null until it cleared
 * @param peak the worst value so far, in {@code unit}
 * @param level the limit that was crossed, in {@code unit}
 * @param occurrences how many times it came back before it cleared, the first included
 * @param evidence where a picture or sound of it is kept, if anywhere
 * @param message one sentence for people
 * @param modelSha256 of the model that measured it, if one did
 */
public record Alert(
        String alertId,
        String incidentId,
        Event event,
        String streamId,
        String rendition,
        String defect,
        Severity severity,
        long startedAtMillis,
        long eventAtMillis,
        @Nullable Long endedAtMillis,
        long durationMillis,
        long mediaStartMicros,
        @Nullable Long mediaEndMicros,
        double peak,
        double level,
        String unit,
        int occurrences,
        @Nullable String evidence,
        String message,
        int detectorVersion,
        String policyVersion,
        @Nullable String modelSha256,
        String jobVersion,
        Map<String, String> labels) {

    /** What happened to the incident. Appended to, never renamed. */
    public enum Event {
        OPENED,
        ESCALATED,
        CLEARED
    }

    public Alert {
        labels = Map.copyOf(labels);
    }
}
