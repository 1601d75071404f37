package io.sightline.notify.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.notify.delivery.Letter;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;

/**
 * PagerDuty's Events API, version 2. Its key of duplicates is the incident, so all events of one
 * incident are one page there, and CLEARED resolves it.
 */
final class PagerDutyFormat implements Format {

    private static final int LONGEST_SUMMARY = 1_024;

    private final String routingKey;

    PagerDutyFormat(String routingKey) {
        this.routingKey = routingKey;
    }

    @Override
    public Message render(Letter letter, long nowMillis) {
        Alert alert = letter.page().alert();
        ObjectNode event = PageJson.JSON.createObjectNode();
        event.put("routing_key", routingKey);
        event.put("event_action", alert.event() == Alert.Event.CLEARED ? "resolve" : "trigger");
        event.put("dedup_key", alert.incidentId());
        event.put("client", "sightline");
        ObjectNode payload = event.putObject("payload");
        String summary = PageText.title(letter.page()) + ": " + alert.message();
        payload.put(
                "summary",
                summary.length() > LONGEST_SUMMARY
                        ? summary.substring(0, LONGEST_SUMMARY)
                        : summary);
        payload.put("source", alert.streamId());
        payload.put("severity", severity(alert.severity()));
        payload.put("timestamp", PageText.time(alert.eventAtMillis()));
        payload.put("component", alert.rendition());
        payload.put("class", alert.defect());
        payload.set("custom_details", PageJson.node(letter.page()));
        return Message.json(PageJson.bytes(event));
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case INFO -> "info";
            case WARNING -> "warning";
            case MAJOR -> "error";
            case CRITICAL -> "critical";
        };
    }
}
