package io.sightline.notify.group;

import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts as the main job would write them. */
record Incident(
        String id, String stream, String defect, Map<String, String> labels, long startedAtMillis) {

    static Incident black(String stream, Map<String, String> labels, long startedAtMillis) {
        String id = stream + "@" + startedAtMillis;
        return new Incident(id, stream, "video.black", labels, startedAtMillis);
    }

    Alert opened() {
        return alert(Alert.Event.OPENED, 1, Severity.MAJOR, startedAtMillis + 2_000, null);
    }

    Alert opened(Severity severity) {
        return alert(Alert.Event.OPENED, 1, severity, startedAtMillis + 2_000, null);
    }

    Alert escalated() {
        return alert(Alert.Event.ESCALATED, 1, Severity.CRITICAL, startedAtMillis + 3_000, null);
    }

    Alert cleared(long endedAtMillis) {
        return alert(Alert.Event.CLEARED, 1, Severity.MAJOR, endedAtMillis + 1_000, endedAtMillis);
    }

    private Alert alert(
            Alert.Event event,
            int ordinal,
            Severity severity,
            long eventAtMillis,
            @Nullable Long endedAtMillis) {
        return new Alert(
                MadeAlert.alertId(id, event, ordinal),
                id,
                event,
                stream,
                "main",
                defect,
                severity,
                startedAtMillis,
                eventAtMillis,
                endedAtMillis,
                eventAtMillis - startedAtMillis,
                0,
                null,
                1,
                0.98,
                "ratio",
                1,
                null,
                stream + " is black",
                1,
                "p1",
                null,
                "test",
                labels);
    }
}
