package io.sightline.notify.template;

import io.sightline.notify.delivery.Secret;
import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a receiver is spoken to.
 *
 * @param routingKey of PagerDuty
 * @param template of {@link Kind#TEMPLATE}, in Mustache
 * @param contentType of {@link Kind#TEMPLATE}; one of JSON escapes what is filled in as JSON does
 */
public record FormatSettings(
        Kind kind,
        @Nullable Secret routingKey,
        @Nullable String template,
        @Nullable String contentType)
        implements Serializable {

    /** As written in {@code notify.yaml}, in small letters with hyphens. */
    public enum Kind {
        JSON,
        CLOUDEVENTS,
        CLOUDEVENTS_BINARY,
        ALERTMANAGER,
        SLACK,
        PAGERDUTY,
        TEMPLATE
    }

    public static FormatSettings of(Kind kind) {
        return new FormatSettings(kind, null, null, null);
    }

    /**
     * Looks up the secret and reads the template.
     *
     * @throws IOException when a secret or the template is of no use
     */
    public Format open() throws IOException {
        return switch (kind) {
            case JSON -> (letter, now) -> Message.json(PageJson.bytes(letter.page()));
            case CLOUDEVENTS -> new CloudEventsFormat(CloudEventsFormat.Mode.STRUCTURED);
            case CLOUDEVENTS_BINARY -> new CloudEventsFormat(CloudEventsFormat.Mode.BINARY);
            case ALERTMANAGER -> new AlertmanagerFormat();
            case SLACK -> new SlackFormat();
            case PAGERDUTY -> new PagerDutyFormat(routingKey == null ? "" : routingKey.reveal());
            case TEMPLATE ->
                    new TemplateFormat(String.valueOf(template), String.valueOf(contentType));
        };
    }
}
