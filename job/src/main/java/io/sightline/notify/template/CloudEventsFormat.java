package io.sightline.notify.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.notify.delivery.Letter;
import io.sightline.table.Alert;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * CloudEvents 1.0 over HTTP. The id is the alert's, so source and id together are unique as the
 * specification asks; the extension {@code partitionkey} is the incident, within which order
 * counts.
 */
final class CloudEventsFormat implements Format {

    /** Where the attributes are. */
    enum Mode {
        /** In the body, around the data. */
        STRUCTURED,
        /** In headers; the body is the data. */
        BINARY
    }

    private final Mode mode;

    CloudEventsFormat(Mode mode) {
        this.mode = mode;
    }

    @Override
    public Message render(Letter letter, long nowMillis) {
        Map<String, String> attributes = attributes(letter.page().alert());
        return switch (mode) {
            case STRUCTURED -> {
                ObjectNode event = PageJson.JSON.createObjectNode();
                attributes.forEach(event::put);
                event.put("datacontenttype", "application/json");
                event.set("data", PageJson.node(letter.page()));
                yield new Message(
                        "application/cloudevents+json; charset=UTF-8",
                        Map.of(),
                        PageJson.bytes(event));
            }
            case BINARY -> {
                Map<String, String> headers = new LinkedHashMap<>();
                attributes.forEach((name, value) -> headers.put("ce-" + name, header(value)));
                yield new Message("application/json", headers, PageJson.bytes(letter.page()));
            }
        };
    }

    private static Map<String, String> attributes(Alert alert) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", alert.alertId());
        attributes.put(
                "source",
                "/sightline/streams/"
                        + URLEncoder.encode(alert.streamId(), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
        attributes.put(
                "type", "io.sightline.incident." + alert.event().name().toLowerCase(Locale.ROOT));
        attributes.put("subject", alert.defect());
        attributes.put("time", PageText.time(alert.eventAtMillis()));
        attributes.put("partitionkey", alert.incidentId());
        attributes.put("severity", alert.severity().id());
        return attributes;
    }

    /** Section 3.1.3.2: blanks, quotes, percent signs and what is not printable ASCII. */
    private static String header(String value) {
        StringBuilder header = new StringBuilder();
        for (byte one : value.getBytes(StandardCharsets.UTF_8)) {
            int code = one & 0xff;
            if (code <= 0x20 || code >= 0x7f || code == '"' || code == '%') {
                header.append(String.format(Locale.ROOT, "%%%02X", code));
            } else {
                header.append((char) code);
            }
        }
        return header.toString();
    }
}
