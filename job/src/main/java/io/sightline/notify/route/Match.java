package io.sightline.notify.route;

import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a route takes: those that fit all of it. What is left out fits everything.
 *
 * @param atLeast this severe or worse
 * @param labels each must be there and fit one of its patterns
 * @param defects any of these
 * @param streams any of these
 * @param events any of these
 * @param schedule when it is told, not when the media was
 */
public record Match(
        @Nullable Severity atLeast,
        Map<String, List<Glob>> labels,
        List<Glob> defects,
        List<Glob> streams,
        Set<Alert.Event> events,
        @Nullable Schedule schedule)
        implements Serializable {

    public static final Match EVERYTHING =
            new Match(null, Map.of(), List.of(), List.of(), Set.of(), null);

    public Match {
        labels = Map.copyOf(labels);
        defects = List.copyOf(defects);
        streams = List.copyOf(streams);
        events = Set.copyOf(events);
    }

    /**
     * Whether an alert fits all of it.
     *
     * @param wallMillis now
     */
    public boolean fits(Alert alert, long wallMillis) {
        return (atLeast == null || alert.severity().compareTo(atLeast) >= 0)
                && (schedule == null || schedule.covers(wallMillis))
                && fitsWhoeverItIs(alert);
    }

    /** Leaves out what may change while an incident lasts: severity and the time of day. */
    boolean fitsWhoeverItIs(Alert alert) {
        return (events.isEmpty() || events.contains(alert.event()))
                && any(defects, alert.defect())
                && any(streams, alert.streamId())
                && labels.entrySet().stream()
                        .allMatch(
                                label -> {
                                    String value = alert.labels().get(label.getKey());
                                    return value != null && any(label.getValue(), value);
                                });
    }

    private static boolean any(List<Glob> patterns, String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }
}
