package io.sightline.notify;

import io.sightline.table.Alert;
import java.util.List;

/**
 * What is told to people: one alert, or a group of them under an alert made for the group.
 *
 * @param alert its {@code alertId} is the idempotency key, its {@code incidentId} what keeps order
 * @param memberIncidents of a group; empty for a single alert
 * @param memberStreams of a group; empty for a single alert
 */
public record Page(Alert alert, List<String> memberIncidents, List<String> memberStreams) {

    public Page {
        memberIncidents = List.copyOf(memberIncidents);
        memberStreams = List.copyOf(memberStreams);
    }

    /** A single alert. */
    public static Page of(Alert alert) {
        return new Page(alert, List.of(), List.of());
    }

    public boolean isGroup() {
        return !memberIncidents.isEmpty();
    }
}
