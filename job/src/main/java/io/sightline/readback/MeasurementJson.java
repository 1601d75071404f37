package io.sightline.readback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sightline.verify.RowPlace;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows of measurements in JSON, and of them only what is wanted. Thread: the caller's. */
final class MeasurementJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Integer> slots = new HashMap<>();
    private final Map<String, MeasuredRendition> known = new HashMap<>();
    private final EventSpan span;
    private final SecondTaker taker;
    private final double[] values;

    private @Nullable String stream;
    private @Nullable String rendition;
    private @Nullable String second;
    private @Nullable Long mediaMicros;

    MeasurementJson(List<String> metrics, EventSpan span, SecondTaker taker) {
        for (int i = 0; i < metrics.size(); i++) {
            slots.put(metrics.get(i), i);
        }
        this.span = span;
        this.taker = taker;
        this.values = new double[metrics.size()];
    }

    /**
     * Reads one row.
     *
     * @throws UnreadableRecordException when this is no row of measurements
     */
    void read(RowPlace place, @Nullable String json) throws UnreadableRecordException {
        try {
            parse(json == null ? "" : json);
            if (stream == null || rendition == null || second == null || mediaMicros == null) {
                throw new IOException(
                        "stream_id, rendition, second_at or media_start_us is missing");
            }
            long atMillis = Instant.parse(second).toEpochMilli();
            if (span.contains(atMillis)) {
                MeasuredRendition whose = rendition(stream, rendition);
                taker.second(whose, atMillis, mediaMicros, values);
            }
        } catch (IOException | DateTimeException e) {
            throw new UnreadableRecordException(
                    "What is at "
                            + place
                            + " is no row of measurements: "
                            + e.getMessage()
                            + ". Name the prefix that the job writes with: --topics PREFIX;"
                            + " 'sightline verify' tells what else is wrong with the topic.",
                    e);
        }
    }

    private MeasuredRendition rendition(String streamId, String name) {
        return known.computeIfAbsent(
                streamId + '\0' + name, key -> new MeasuredRendition(streamId, name));
    }

    private void parse(String json) throws IOException {
        stream = null;
        rendition = null;
        second = null;
        mediaMicros = null;
        Arrays.fill(values, Double.NaN);
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "stream_id" -> stream = parser.getValueAsString();
                    case "rendition" -> rendition = parser.getValueAsString();
                    case "second_at" -> second = parser.getValueAsString();
                    case "media_start_us" -> mediaMicros = parser.getLongValue();
                    case "extra" -> extra(parser);
                    default -> value(name, parser);
                }
            }
        }
    }

    private void extra(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                value(name, parser);
            }
        }
    }

    private void value(String name, JsonParser parser) throws IOException {
        Integer slot = slots.get(name);
        if (slot != null && parser.currentToken().isNumeric()) {
            values[slot] = parser.getDoubleValue();
        } else {
            parser.skipChildren();
        }
    }
}
