package io.sightline.testing;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.Provenance;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import java.util.List;
import java.util.Map;

/**
 * One row of each table for a number: {@code alert_id}, {@code media_start_us} and {@code reason}
 * say which, and it is as many seconds after 1970.
 */
public final class SampleRows {

    public static final TableSchema<Measurement> MEASUREMENTS =
            TableSchemas.measurements(
                    List.of(new Metric("black_ratio", Unit.RATIO, Fold.MEAN, "share of black")));

    private SampleRows() {}

    public static Alert alert(long n) {
        return new Alert(
                Long.toString(n),
                "incident-" + n,
                Alert.Event.OPENED,
                "stream-" + n % 7,
                "main",
                "video.black",
                Severity.MAJOR,
                n * 1_000,
                n * 1_000,
                null,
                0,
                n,
                null,
                1,
                0.98,
                "ratio",
                1,
                null,
                "Alert " + n,
                1,
                "p1",
                null,
                "test",
                Map.of("n", Long.toString(n)));
    }

    public static Measurement measurement(long n) {
        return new Measurement(
                "stream-" + n % 7,
                "main",
                n * 1_000,
                n,
                "full",
                1,
                25,
                Map.of("black_ratio", n / 1_000.0, "plugin", (double) n),
                new Provenance("0.1.0", "builtin", Map.of("video.black", 1), Map.of()));
    }

    public static StreamStateRow state(long n) {
        return new StreamStateRow(
                "stream-" + n % 7, "main", StreamState.LIVE, Long.toString(n), n * 1_000, "0.1.0");
    }
}
