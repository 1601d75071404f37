package io.sightline.cli;

import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.Provenance;
import io.sightline.table.StreamStateRow;
import java.util.Map;

/** Rows as a job would tell them. */
final class Rows {

    private Rows() {}

    static Alert opened(String stream, String defect, Severity severity, long startMillis) {
        return alert(stream, defect, severity, startMillis, null);
    }

    static Alert cleared(
            String stream, String defect, Severity severity, long startMillis, long endMillis) {
        return alert(stream, defect, severity, startMillis, endMillis);
    }

    private static Alert alert(
            String stream, String defect, Severity severity, long startMillis, Long endMillis) {
        Alert.Event event = endMillis == null ? Alert.Event.OPENED : Alert.Event.CLEARED;
        String incident = stream + defect + startMillis;
        long lasted = endMillis == null ? 2000 : endMillis - startMillis;
        return new Alert(
                incident + event,
                incident,
                event,
                stream,
                "main",
                defect,
                severity,
                startMillis,
                startMillis + lasted,
                endMillis,
                lasted,
                startMillis * 1000,
                endMillis == null ? null : endMillis * 1000,
                1,
                0.98,
                "ratio",
                1,
                null,
                "Picture of '" + stream + "' is black.",
                1,
                "built-in-1",
                null,
                "test",
                Map.of());
    }

    static Measurement second(String stream, long secondMillis, double coverage) {
        return new Measurement(
                stream,
                "main",
                secondMillis,
                secondMillis * 1000,
                "full",
                coverage,
                25,
                Map.of("loudness_short_term_lufs", -23.04),
                new Provenance("1", "p", Map.of(), Map.of()));
    }

    static StreamStateRow state(String stream, StreamState state, String reason) {
        return new StreamStateRow(stream, "main", state, reason, 0, "1");
    }
}
