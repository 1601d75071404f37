package io.sightline.verify;

import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import io.sightline.table.Alert.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One incident as the alerts tell it: what all of them say, and each of its events. */
final class Incident {

    private final AlertRow first; // what came first names it
    private final List<Told> told = new ArrayList<>();

    Incident(AlertRow first) {
        this.first = first;
    }

    /**
     * One of its events.
     *
     * @param endedAtMillis null unless it cleared
     */
    record Told(
            String alertId,
            Event event,
            Severity severity,
            long atMillis,
            @Nullable Long endedAtMillis,
            @Nullable Long mediaEndMicros,
            RowPlace place) {}

    void add(AlertRow row, RowPlace place) {
        told.add(
                new Told(
                        row.alertId(),
                        row.event(),
                        row.severity(),
                        row.eventAtMillis(),
                        row.endedAtMillis(),
                        row.mediaEndMicros(),
                        place));
    }

    /** Its first row, for what all of them say. */
    AlertRow first() {
        return first;
    }

    /** {@code incident 0123456789abcdef, video.black of 'news' (main)}. */
    String subject() {
        return "incident " + first.incidentId() + ", " + first.subject();
    }

    /** Its events as they were read. */
    List<Told> told() {
        return told;
    }

    /** Its events as they happened. */
    List<Told> inOrder() {
        return told.stream()
                .sorted(Comparator.comparing(Told::event).thenComparingLong(Told::atMillis))
                .toList();
    }

    List<Told> told(Alert.Event event) {
        return told.stream().filter(one -> one.event() == event).toList();
    }

    List<RowPlace> places() {
        return told.stream().map(Told::place).toList();
    }

    boolean isOpened() {
        return !told(Event.OPENED).isEmpty();
    }

    /** Its end; empty while it is open. */
    Optional<Told> cleared() {
        return told(Event.CLEARED).stream().findFirst();
    }
}
