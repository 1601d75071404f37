package io.sightline.notify.template;

import io.sightline.notify.delivery.Letter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A body that the site's own template makes. */
final class TemplateFormat implements Format {

    private final TextTemplate template;
    private final String contentType;

    TemplateFormat(String template, String contentType) throws IOException {
        this.template = TextTemplate.of(template, contentType);
        this.contentType = contentType;
    }

    @Override
    public Message render(Letter letter, long nowMillis) {
        String body = template.fill(PageText.values(letter.page()));
        return new Message(contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
