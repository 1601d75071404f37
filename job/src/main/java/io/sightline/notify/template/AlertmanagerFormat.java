package io.sightline.notify.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.notify.delivery.Letter;
import io.sightline.table.Alert;
import java.time.Duration;
import java.util.TreeMap;

/**
 * Prometheus Alertmanager, {@code POST /api/v2/alerts}. An alert is known there by its labels, so
 * those are the same from begin to end, the severity apart: a change of that ends the alert under
 * the old one ({@link Letter.Kind#SUPERSEDED}).
 *
 * <p>What has no end is over for Alertmanager after its {@code resolve_timeout}, 5 minutes by
 * default; so the end of what is open is put far ahead, and moved on by each reminder. Nothing
 * there is resolved because nobody said anything.
 */
final class AlertmanagerFormat implements Format {

    /** A job that is down for a week-end does not clear anything. */
    private static final Duration OPEN_FOR = Duration.ofDays(4);

    @Override
    public Message render(Letter letter, long nowMillis) {
        Alert alert = letter.page().alert();
        ArrayNode list = PageJson.JSON.createArrayNode();
        ObjectNode one = list.addObject();
        one.set("labels", labels(alert));
        ObjectNode annotations = one.putObject("annotations");
        annotations.put("summary", PageText.title(letter.page()));
        annotations.put("description", alert.message());
        annotations.put("alert_id", alert.alertId());
        if (letter.page().isGroup()) {
            annotations.put("members", String.join(", ", letter.page().memberStreams()));
        }
        if (alert.evidence() != null) {
            annotations.put("evidence", alert.evidence());
        }
        // Media may be older or, by its own clock, younger than this moment: an end must lie
        // between the begin and now, or it is none.
        long startMillis = Math.min(alert.startedAtMillis(), nowMillis - 1);
        boolean isOver =
                alert.event() == Alert.Event.CLEARED || letter.kind() == Letter.Kind.SUPERSEDED;
        long endMillis =
                !isOver
                        ? nowMillis + OPEN_FOR.toMillis()
                        : alert.endedAtMillis() == null
                                ? nowMillis
                                : Math.min(nowMillis, alert.endedAtMillis());
        one.put("startsAt", PageText.time(startMillis));
        one.put("endsAt", PageText.time(Math.max(endMillis, startMillis + 1)));
        return Message.json(PageJson.bytes(list));
    }

    private static ObjectNode labels(Alert alert) {
        ObjectNode labels = PageJson.JSON.createObjectNode();
        new TreeMap<>(alert.labels()).forEach((name, value) -> labels.put(labelName(name), value));
        labels.put("alertname", alert.defect());
        labels.put("stream", alert.streamId());
        labels.put("rendition", alert.rendition());
        labels.put("severity", alert.severity().id());
        labels.put("incident", alert.incidentId());
        return labels;
    }

    /** Prometheus knows letters, digits and underscores. */
    private static String labelName(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }
}
