package io.sightline.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sightline.table.TableSchemas;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of one row in JSON, by name; what is missing or of another type is told. */
final class Fields {

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode row;

    private Fields(JsonNode row) {
        this.row = row;
    }

    static Fields of(@Nullable String json) throws BadRowException {
        if (json == null) {
            throw new BadRowException("it is empty");
        }
        JsonNode row;
        try {
            row = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new BadRowException("it is no JSON: " + e.getOriginalMessage());
        }
        if (!row.isObject()) {
            throw new BadRowException("it is no JSON object");
        }
        Fields fields = new Fields(row);
        long version = fields.integer("schema_version");
        if (version != TableSchemas.SCHEMA_VERSION) {
            throw new BadRowException(
                    "schema_version is "
                            + version
                            + ", and this release reads "
                            + TableSchemas.SCHEMA_VERSION);
        }
        return fields;
    }

    /** Text that is not empty. */
    String text(String name) throws BadRowException {
        JsonNode value = row.get(name);
        if (value == null || !value.isTextual() || value.textValue().isEmpty()) {
            throw wrong(name, "text");
        }
        return value.textValue();
    }

    /** Text that may be empty. */
    String anyText(String name) throws BadRowException {
        JsonNode value = row.get(name);
        if (value == null || !value.isTextual()) {
            throw wrong(name, "text");
        }
        return value.textValue();
    }

    long integer(String name) throws BadRowException {
        Long value = integerOrNull(name);
        if (value == null) {
            throw wrong(name, "a whole number");
        }
        return value;
    }

    @Nullable Long integerOrNull(String name) throws BadRowException {
        JsonNode value = row.get(name);
        if (value != null && value.isNull()) {
            return null;
        }
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "a whole number");
        }
        return value.longValue();
    }

    /** Epoch milliseconds. */
    long time(String name) throws BadRowException {
        Long value = timeOrNull(name);
        if (value == null) {
            throw wrong(name, "a time such as 2026-11-21T02:26:41.123Z");
        }
        return value;
    }

    /** Epoch milliseconds. */
    @Nullable Long timeOrNull(String name) throws BadRowException {
        JsonNode value = row.get(name);
        if (value != null && value.isNull()) {
            return null;
        }
        try {
            if (value != null && value.isTextual()) {
                return Instant.parse(value.textValue()).toEpochMilli();
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below, like what is no text.
        }
        throw wrong(name, "a time such as 2026-11-21T02:26:41.123Z");
    }

    /** One of a closed set of words. */
    <E> E word(String name, E[] words, Function<E, String> spelling) throws BadRowException {
        String text = text(name);
        for (E word : words) {
            if (spelling.apply(word).equals(text)) {
                return word;
            }
        }
        throw new BadRowException(name + " is '" + text + "', which has no meaning");
    }

    private BadRowException wrong(String name, String expected) {
        JsonNode value = row.get(name);
        return new BadRowException(
                value == null
                        ? "the column " + name + " is missing"
                        : name + " is " + value + ", not " + expected);
    }
}
