package io.sightline.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneOffset;
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

/** Values of SQL as text and as JSON. */
public final class SqlValues {

    /** As the record itself writes times. */
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final ObjectMapper JSON = new ObjectMapper();

    private SqlValues() {}

    /** Of the types that JSON has; maps have sorted keys. */
    public static @Nullable Object json(@Nullable Object value) {
        if (value instanceof Instant time) {
            return UTC.format(time);
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

    private static Map<String, Object> object(Row row) {
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
    public static String text(@Nullable Object value, String ifNull) {
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
