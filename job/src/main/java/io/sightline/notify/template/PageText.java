package io.sightline.notify.template;

import com.samskivert.mustache.Mustache;
import io.sightline.notify.Page;
import io.sightline.table.Alert;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What templates may use of a page, and the words that several formats share. */
public final class PageText {

    private static final DateTimeFormatter ISO_MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private PageText() {}

    /** By the names of the columns of {@code alerts}; what is not there is an empty text. */
    public static Map<String, Object> values(Page page) {
        Alert alert = page.alert();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("alert_id", alert.alertId());
        values.put("incident_id", alert.incidentId());
        values.put("event", alert.event().name());
        values.put("stream_id", alert.streamId());
        values.put("rendition", alert.rendition());
        values.put("defect", alert.defect());
        values.put("severity", alert.severity().id());
        values.put("started_at", time(alert.startedAtMillis()));
        values.put("event_at", time(alert.eventAtMillis()));
        values.put("ended_at", time(alert.endedAtMillis()));
        values.put("duration_ms", alert.durationMillis());
        values.put("duration", seconds(alert.durationMillis()));
        values.put("peak", number(alert.peak()));
        values.put("level", number(alert.level()));
        values.put("unit", alert.unit());
        values.put("occurrences", alert.occurrences());
        values.put("evidence", alert.evidence() == null ? "" : alert.evidence());
        values.put("message", alert.message());
        values.put("policy_version", alert.policyVersion());
        values.put("job_version", alert.jobVersion());
        values.put("labels", new Labels(alert.labels()));
        values.put("label_list", labelList(alert.labels()));
        values.put("member_incidents", page.memberIncidents());
        values.put("member_streams", page.memberStreams());
        values.put("member_count", page.memberIncidents().size());
        values.put("is_group", page.isGroup());
        values.put("opened", alert.event() == Alert.Event.OPENED);
        values.put("escalated", alert.event() == Alert.Event.ESCALATED);
        values.put("cleared", alert.event() == Alert.Event.CLEARED);
        values.put("title", title(page));
        return values;
    }

    /** Another stream may lack a label that a template asks for: nothing stands there then. */
    private record Labels(Map<String, String> map) implements Mustache.CustomContext {
        @Override
        public Object get(String name) {
            return map.getOrDefault(name, "");
        }
    }

    /** {@code major: news video.black opened}. */
    static String title(Page page) {
        Alert alert = page.alert();
        return alert.severity().id()
                + ": "
                + alert.streamId()
                + " "
                + alert.defect()
                + " "
                + alert.event().name().toLowerCase(Locale.ROOT);
    }

    private static List<Map<String, String>> labelList(Map<String, String> labels) {
        List<Map<String, String>> list = new ArrayList<>();
        new TreeMap<>(labels)
                .forEach((name, value) -> list.add(Map.of("name", name, "value", value)));
        return list;
    }

    static String time(@Nullable Long millis) {
        return millis == null ? "" : ISO_MILLIS.format(Instant.ofEpochMilli(millis));
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    private static Object number(double value) {
        return Double.isFinite(value) ? value : "";
    }
}
