package io.sightline.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table as JSON objects whose fields are the columns, in order; the keys of maps
 * are sorted, so equal rows give equal bytes. Immutable.
 */
public final class JsonRows<R> implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter ISO_MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final TableSchema<R> schema;

    public JsonRows(TableSchema<R> schema) {
        this.schema = schema;
    }

    /** One object in UTF-8, without a line break. */
    public byte[] encode(R row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (Column<R> column : schema.columns()) {
                json.writeFieldName(column.name());
                write(column.type(), column.value().apply(row), json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(ColumnType type, @Nullable Object value, JsonGenerator json)
            throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (type) {
            case TEXT -> json.writeString((String) value);
            case INT -> json.writeNumber((int) value);
            case BIGINT -> json.writeNumber((long) value);
            case DOUBLE -> writeDouble((double) value, json);
            case TIME -> json.writeString(ISO_MILLIS.format(Instant.ofEpochMilli((long) value)));
            case TEXT_MAP -> writeMap(ColumnType.TEXT, (Map<?, ?>) value, json);
            case DOUBLE_MAP -> writeMap(ColumnType.DOUBLE, (Map<?, ?>) value, json);
            case INT_MAP -> writeMap(ColumnType.INT, (Map<?, ?>) value, json);
        }
    }

    private static void writeMap(ColumnType values, Map<?, ?> map, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
            json.writeFieldName((String) entry.getKey());
            write(values, entry.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void writeDouble(double value, JsonGenerator json) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull(); // JSON has no word for it
        }
    }
}
