package io.sightline.notify.control;

import io.sightline.notify.route.Glob;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One word of an operator about notifications. Whatever it leaves out matches everything; what it
 * names must all match. Times are epoch milliseconds of wall time.
 *
 * @param id names it: the key of its record, and the reason of what it suppresses
 * @param incidentId of the one incident it is about
 * @param stream which streams
 * @param labels which streams: they have all of these
 * @param defect which defects
 * @param fromMillis when it begins to hold; at once if null
 * @param untilMillis when it no longer holds; only when it is withdrawn if null
 * @param weekly the only hours in which it holds
 * @param below what is as severe as this is told nevertheless; null if nothing is
 */
public record Control(
        String id,
        Kind kind,
        @Nullable String incidentId,
        @Nullable Glob stream,
        Map<String, String> labels,
        @Nullable Glob defect,
        @Nullable Long fromMillis,
        @Nullable Long untilMillis,
        @Nullable Weekly weekly,
        @Nullable Severity below,
        String author,
        String reason,
        long createdAtMillis) {

    /** Appended to, never renamed: they are in topics. */
    public enum Kind {
        /** Somebody looks after an incident: nothing more about it until it clears. */
        ACKNOWLEDGE,
        /** Nothing about something for a while. */
        SNOOZE,
        /** Nothing about something while it is worked on, once or every week. */
        MAINTENANCE,
        /** What was said under this id holds no longer. Written before its record is removed. */
        WITHDRAWN;

        /** As written: {@code snooze}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Control {
        labels = Map.copyOf(labels);
    }

    /** Whether it holds now. */
    public boolean isInForce(long nowMillis) {
        return kind != Kind.WITHDRAWN
                && (fromMillis == null || fromMillis <= nowMillis)
                && !isOver(nowMillis)
                && (weekly == null || weekly.isAt(nowMillis));
    }

    /** Whether it will never hold again. */
    public boolean isOver(long nowMillis) {
        return untilMillis != null && untilMillis <= nowMillis;
    }

    /** Whether nobody is to be told of an alert while this holds. */
    public boolean silences(Alert alert) {
        return (incidentId == null || incidentId.equals(alert.incidentId()))
                && (stream == null || stream.matches(alert.streamId()))
                && (defect == null || defect.matches(alert.defect()))
                && labels.entrySet().stream()
                        .allMatch(l -> l.getValue().equals(alert.labels().get(l.getKey())))
                && (below == null || alert.severity().compareTo(below) < 0);
    }
}
