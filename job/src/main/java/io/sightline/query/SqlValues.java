package io.sightline.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Values of SQL as text and as JSON. Immutable. */
public final class SqlValues {

    /** In UTC as the record itself writes times; elsewhere with the zone's distance from it. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DateTimeFormatter times;

    /**
     * @param zone in which times are written
     */
    public SqlValues(ZoneId zone) {
        times = TIME.withZone(zone);
    }

    /** Of the types that JSON has; maps have sorted keys. */
    public @Nullable Object json(@Nullable Object value) {
        if (value instanceof Instant time) {
            return times.format(time);
        }
        if (value instanceof TemporalAccessor || value instanceof TemporalAmount) {
            return value.toString();
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return null;
        }
        if (value instanceof Row row) {
            return object(row);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new TreeMap<>();
            map.forEach((key, one) -> object.put(String.valueOf(key), json(one)));
            return object;
        }
        if (value instanceof Object[] array) {
            List<Object> list = new ArrayList<>();
            for (Object one : array) {
                list.add(json(one));
            }
            return list;
        }
        return value;
    }

    private Map<String, Object> object(Row row) {
        Map<String, Object> object = new LinkedHashMap<>();
        Set<String> names = row.getFieldNames(/* includeNamedPositions= */ true);
        if (names == null) {
            for (int i = 0; i < row.getArity(); i++) {
                object.put("f" + i, json(row.getField(i)));
            }
            return object;
        }
        for (String name : names) {
            object.put(name, json(row.getField(name)));
        }
        return object;
    }

    /** For people and for CSV; what is nested, as JSON. */
    public String text(@Nullable Object value, String ifNull) {
        Object plain = json(value);
        if (plain == null) {
            return ifNull;
        }
        if (plain instanceof Map || plain instanceof List) {
            try {
                return JSON.writeValueAsString(plain);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A value cannot be written as JSON", e);
            }
        }
        return plain.toString();
    }
}
