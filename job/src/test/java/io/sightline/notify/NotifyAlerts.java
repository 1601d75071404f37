package io.sightline.notify;

import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.util.Locale;
import java.util.Map;

/** Alerts for tests of notification. */
public final class NotifyAlerts {

    private NotifyAlerts() {}

    public static Alert alert(String incident, Alert.Event event) {
        return alert(incident, event, Severity.MAJOR, "news");
    }

    public static Alert alert(
            String incident, Alert.Event event, Severity severity, String stream) {
        boolean cleared = event == Alert.Event.CLEARED;
        return new Alert(
                incident + "-" + event.name().toLowerCase(Locale.ROOT) + "-1",
                incident,
                event,
                stream,
                "1080p",
                "video.black",
                severity,
                1_700_000_000_000L,
                cleared ? 1_700_000_010_000L : 1_700_000_002_000L,
                cleared ? 1_700_000_008_000L : null,
                cleared ? 8_000 : 2_000,
                18_000_000,
                cleared ? 26_000_000L : null,
                1,
                0.98,
                "ratio",
                1,
                null,
                "Picture is \"black\" on <news> & more: é",
                1,
                "p1",
                null,
                "test",
                Map.of("encoder", "e7", "cdn-name", "x"));
    }

    /** How many incidents, each opened and cleared. */
    public static Alert opened(int n) {
        return alert("incident-" + n, Alert.Event.OPENED, Severity.MAJOR, "stream-" + n % 50);
    }

    public static Alert cleared(int n) {
        return alert("incident-" + n, Alert.Event.CLEARED, Severity.MAJOR, "stream-" + n % 50);
    }
}
