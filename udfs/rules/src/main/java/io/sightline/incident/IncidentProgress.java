package io.sightline.incident;

import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.util.List;

/**
 * How far one defect on one rendition has come. Event times are microseconds since the epoch,
 * {@code media…} microseconds are on the rendition's own timeline.
 *
 * @param startedMicros begin of the stretch that opened it, or may open it
 * @param stretchMicros begin of the latest bad stretch
 * @param badUntilMicros how far the latest bad stretch reaches by now
 * @param clockMicros the latest instant that any verdict reached
 * @param peak the worst value since it started
 * @param severity of the last event; what it opens with while pending
 * @param occurrences bad stretches so far
 * @param escalations events of that kind so far
 * @param due events that the verdict just folded in has caused, in order; empty between verdicts
 */
public record IncidentProgress(
        Phase phase,
        long startedMicros,
        long mediaStartedMicros,
        long stretchMicros,
        long badUntilMicros,
        long mediaBadUntilMicros,
        long clockMicros,
        double peak,
        Severity severity,
        int occurrences,
        int escalations,
        List<Due> due) {

    /** Appended to, never renamed: the name is in state. */
    public enum Phase {
        /** Bad, but not yet for open-after. */
        PENDING,
        /** Opened, and not cleared. */
        OPEN,
        /** Cleared, or went away before it opened: nothing of it is kept. */
        OVER
    }

    /**
     * An event to tell about.
     *
     * @param ordinal from 1, among the events of its kind
     * @param level the limit that the peak crossed
     */
    public record Due(
            Alert.Event event,
            int ordinal,
            Severity severity,
            long atMicros,
            double level,
            Cause cause) {}

    /** Why an event is due. Appended to, never renamed. */
    public enum Cause {
        /** The media. */
        MEDIA,
        /** Nobody watches any more. */
        WITHDRAWN
    }

    public IncidentProgress {
        due = List.copyOf(due);
    }

    /** The same without events to tell about. */
    public IncidentProgress told() {
        return due.isEmpty()
                ? this
                : new IncidentProgress(
                        phase,
                        startedMicros,
                        mediaStartedMicros,
                        stretchMicros,
                        badUntilMicros,
                        mediaBadUntilMicros,
                        clockMicros,
                        peak,
                        severity,
                        occurrences,
                        escalations,
                        List.of());
    }
}
