package io.sightline.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class JsonRowsTest {

    private static final List<Metric> METRICS =
            List.of(
                    new Metric("black_ratio", Unit.RATIO, Fold.MEAN, "share of black samples"),
                    new Metric("loudness_lufs", Unit.LUFS, Fold.LAST, "momentary loudness"),
                    new Metric("hum_dbfs", Unit.DBFS, Fold.MAX, "level of mains hum"));

    private final JsonRows<Alert> alerts = new JsonRows<>(TableSchemas.ALERTS);
    private final JsonRows<Measurement> measurements =
            new JsonRows<>(TableSchemas.measurements(METRICS));
    private final JsonRows<StreamStateRow> states = new JsonRows<>(TableSchemas.STREAM_STATES);

    @Test
    void namesFieldsAsTheColumnsInTheirOrder() throws IOException {
        assertThat(fieldNames(decode(alerts.encode(Rows.cleared()))))
                .containsExactly(
                        "schema_version",
                        "alert_id",
                        "incident_id",
                        "event",
                        "stream_id",
                        "rendition",
                        "defect",
                        "severity",
                        "started_at",
                        "event_at",
                        "ended_at",
                        "duration_ms",
                        "media_start_us",
                        "media_end_us",
                        "peak",
                        "level",
                        "unit",
                        "occurrences",
                        "evidence",
                        "message",
                        "detector_version",
                        "policy_version",
                        "model_sha256",
                        "job_version",
                        "labels");
        assertThat(fieldNames(decode(measurements.encode(Rows.second()))))
                .containsExactly(
                        "schema_version",
                        "stream_id",
                        "rendition",
                        "second_at",
                        "media_start_us",
                        "decode_tier",
                        "coverage",
                        "frames",
                        "black_ratio",
                        "loudness_lufs",
                        "hum_dbfs",
                        "extra",
                        "job_version",
                        "policy_version",
                        "detector_versions",
                        "model_sha256");
    }

    @Test
    void keepsEveryValueOfAnAlert() throws IOException {
        Alert alert = Rows.cleared();

        JsonNode json = decode(alerts.encode(alert));

        assertThat(json.get("alert_id").textValue()).isEqualTo(alert.alertId());
        assertThat(json.get("event").textValue()).isEqualTo("CLEARED");
        assertThat(json.get("severity").textValue()).isEqualTo("critical");
        assertThat(json.get("event_at").textValue()).isEqualTo("2026-11-21T02:26:44.123Z");
        assertThat(json.get("ended_at").textValue()).isEqualTo("2026-11-21T02:26:42.123Z");
        assertThat(json.get("media_end_us").longValue()).isEqualTo(96_000_000L);
        assertThat(json.get("peak").doubleValue()).isEqualTo(1.0);
        assertThat(json.get("occurrences").intValue()).isEqualTo(2);
    }

    @Test
    void writesWhatIsNotThereOrNotFiniteAsNull() throws IOException {
        JsonNode alert = decode(alerts.encode(Rows.opened()));
        JsonNode second = decode(measurements.encode(Rows.second()));

        assertThat(List.of("ended_at", "media_end_us", "evidence", "model_sha256", "level"))
                .allSatisfy(name -> assertThat(alert.get(name).isNull()).as(name).isTrue());
        assertThat(second.get("loudness_lufs").isNull()).isTrue();
        assertThat(second.get("hum_dbfs").isNull()).isTrue();
    }

    @Test
    void givesMetricsWithoutColumnToExtra() throws IOException {
        JsonNode second = decode(measurements.encode(Rows.second()));

        assertThat(second.get("black_ratio").doubleValue()).isEqualTo(0.25);
        assertThat(second.get("extra").toString())
                .isEqualTo("{\"plugin_banner\":null,\"plugin_logo\":0.75}");
    }

    @Test
    void writesTheSameBytesAsTheStoredRows() throws IOException {
        String rows =
                line(alerts.encode(Rows.opened()))
                        + line(alerts.encode(Rows.cleared()))
                        + line(measurements.encode(Rows.second()))
                        + line(states.encode(Rows.stalled()));

        assertThat(rows).isEqualTo(stored());
    }

    @Test
    void encodesTheSameAfterTravellingToATask() throws Exception {
        JsonRows<Measurement> travelled = InstantiationUtil.clone(measurements);

        assertThat(travelled.encode(Rows.second())).isEqualTo(measurements.encode(Rows.second()));
    }

    private static String stored() throws IOException {
        try (InputStream rows = JsonRowsTest.class.getResourceAsStream("rows-v1.jsonl")) {
            return new String(rows.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String line(byte[] row) {
        return new String(row, StandardCharsets.UTF_8) + "\n";
    }

    private static JsonNode decode(byte[] row) throws IOException {
        return new ObjectMapper().readTree(row);
    }

    private static List<String> fieldNames(JsonNode row) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
