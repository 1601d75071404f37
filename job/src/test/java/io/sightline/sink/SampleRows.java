package io.sightline.sink;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import java.util.List;
import java.util.Map;

/** One row of each table, told apart by a number. */
final class SampleRows {

    static final TableSchema<Measurement> MEASUREMENTS =
            TableSchemas.measurements(
                    List.of(new Metric("black_ratio", Unit.RATIO, Fold.MEAN, "share of black")));

    private SampleRows() {}

    static Alert alert(long n) {
        return new Alert(
                "alert-" + n,
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

    static Measurement measurement(long n) {
        return new Measurement(
                "stream-" + n % 7,
                "main",
                n * 1_000,
                n * 1_000_000,
                "full",
                1,
                25,
                Map.of("black_ratio", n / 1_000.0, "plugin", (double) n));
    }

    static StreamStateRow state(long n) {
        return new StreamStateRow("stream-" + n % 7, "main", StreamState.LIVE, "n " + n, n);
    }
}
