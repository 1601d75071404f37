package io.sightline.notify.template;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.util.Map;

/** A text in Mustache. What is filled in is escaped as the text around it asks for. */
public final class TextTemplate {

    private final Template template;

    private TextTemplate(Template template) {
        this.template = template;
    }

    /**
     * Plain text: nothing is escaped.
     *
     * @throws IOException when it is no template
     */
    public static TextTemplate plain(String text) throws IOException {
        return compile(text, Escapers.NONE);
    }

    /**
     * The text of a body with this content type.
     *
     * @throws IOException when it is no template
     */
    public static TextTemplate of(String text, String contentType) throws IOException {
        if (contentType.contains("json")) {
            return compile(
                    text,
                    value -> new String(JsonStringEncoder.getInstance().quoteAsString(value)));
        }
        return compile(
                text,
                contentType.contains("html") || contentType.contains("xml")
                        ? Escapers.HTML
                        : Escapers.NONE);
    }

    private static TextTemplate compile(String text, Mustache.Escaper escaper) throws IOException {
        try {
            return new TextTemplate(
                    Mustache.compiler()
                            .withEscaper(escaper)
                            .emptyStringIsFalse(true)
                            // A name that is misspelt fails, with its line, when it is tried.
                            .strictSections(true)
                            .compile(text));
        } catch (MustacheException e) {
            throw new IOException("no Mustache template: " + e.getMessage(), e);
        }
    }

    /**
     * The text with everything filled in.
     *
     * @throws IllegalArgumentException naming what the template asks for and is not there
     */
    public String fill(Map<String, Object> values) {
        try {
            return template.execute(values);
        } catch (MustacheException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
