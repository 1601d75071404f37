package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.sink.FileDestination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.TableSinks;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import io.sightline.testing.SampleRows;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Analysts read the files with the columns and types that the reference names. */
class SqlOverFilesITCase {

    private static final String JSON_LINES =
            "'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601'";
    private static final String PARQUET = "'format' = 'parquet', 'parquet.utc-timezone' = 'true'";

    @TempDir static Path output;

    private static TableEnvironment sql;

    @BeforeAll
    static void writeRowsAndDeclareTables() throws Exception {
        FileDestination files = new FileDestination(output.toString());
        OutputCheck.makeReady(files);
        NumberedRows.writeTo(TableSinks.of(files, SampleRows.MEASUREMENTS), /* seed= */ 1);
        sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        // A zone far from UTC: times are the same instants there.
        sql.getConfig().setLocalTimeZone(ZoneId.of("Asia/Tokyo"));
        declare(TableSchemas.ALERTS, JSON_LINES);
        declare(SampleRows.MEASUREMENTS, PARQUET);
        declare(TableSchemas.STREAM_STATES, JSON_LINES);
    }

    @Test
    void readsAlerts() throws Exception {
        Row row =
                only(
                        "SELECT schema_version, event, severity, started_at, ended_at, peak, labels"
                                + " FROM alerts WHERE alert_id = '42'");

        assertThat(row.getField("schema_version")).isEqualTo(1);
        assertThat(row.getField("event")).isEqualTo("OPENED");
        assertThat(row.getField("severity")).isEqualTo("major");
        assertThat(row.getField("started_at")).isEqualTo(Instant.ofEpochSecond(42));
        assertThat(row.getField("ended_at")).isNull();
        assertThat(row.getField("peak")).isEqualTo(1.0);
        assertThat(row.getField("labels")).isEqualTo(Map.of("n", "42"));
    }

    @Test
    void readsMeasurements() throws Exception {
        Row row =
                only(
                        "SELECT second_at, media_start_us, frames, black_ratio, extra"
                                + " FROM measurements WHERE media_start_us = 42");

        assertThat(row.getField("second_at")).isEqualTo(Instant.ofEpochSecond(42));
        assertThat(row.getField("frames")).isEqualTo(25);
        assertThat(row.getField("black_ratio")).isEqualTo(0.042);
        assertThat(row.getField("extra")).isEqualTo(Map.of("plugin", 42.0));
    }

    @Test
    void readsStreamStates() throws Exception {
        Row row = only("SELECT state, since FROM stream_states WHERE reason = '42'");

        assertThat(row.getField("state")).isEqualTo("LIVE");
        assertThat(row.getField("since")).isEqualTo(Instant.ofEpochSecond(42));
    }

    private static void declare(TableSchema<?> schema, String format) {
        String columns =
                schema.columns().stream()
                        .map(column -> "`" + column.name() + "` " + column.type().sql())
                        .collect(Collectors.joining(", "));
        String folder = output.resolve(schema.name()).toUri().toString();
        sql.executeSql(
                "CREATE TABLE %s (%s) WITH ('connector' = 'filesystem', 'path' = '%s', %s)"
                        .formatted(schema.name(), columns, folder, format));
    }

    private static Row only(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = sql.executeSql(query).collect()) {
            results.forEachRemaining(rows::add);
        }
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }
}
