package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.control.Control;
import io.sightline.notify.control.Control.Kind;
import io.sightline.notify.control.ControlTable;
import io.sightline.registry.RegistryAddress;
import io.sightline.table.Alert;
import io.sightline.table.AlertJson;
import io.sightline.table.JsonRows;
import io.sightline.table.Notification;
import io.sightline.table.TableSchemas;
import io.sightline.testing.SampleRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators said, as the analyst sees it: in SQL, over files. */
class ControlTablesTest {

    private static final JsonRows<Notification> ROWS = new JsonRows<>(TableSchemas.NOTIFICATIONS);

    @TempDir private Path folder;

    private void write(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    private static Control control(String id, Kind kind, @Nullable String incident, long at) {
        return new Control(
                id, kind, incident, null, Map.of(), null, null, null, null, null, "mia", "", at);
    }

    private static String row(Alert alert, @Nullable String group, String reason) {
        return new String(
                ROWS.encode(
                        Notification.of(
                                "pager",
                                alert,
                                group,
                                Notification.Status.SUPPRESSED,
                                reason,
                                0,
                                5_000,
                                5_000)),
                StandardCharsets.UTF_8);
    }

    @Test
    void joinsTheRecordWithWhatOperatorsSaid() throws Exception {
        List<Alert> alerts = new ArrayList<>();
        for (int n = 1; n <= 4; n++) {
            alerts.add(SampleRows.alert(n));
        }
        write(
                "alerts/a.jsonl",
                alerts.stream()
                        .map(a -> new String(AlertJson.write(a), StandardCharsets.UTF_8))
                        .toList());
        write(
                "notifications/n.jsonl",
                List.of(
                        row(alerts.get(0), null, "z1"),
                        row(alerts.get(0), null, "z1"), // at least once
                        row(alerts.get(1), "g1", "grouped"),
                        row(alerts.get(2), null, "flapping")));
        write(
                "controls.jsonl",
                List.of(
                        "nonsense",
                        ControlTable.json(control("a1", Kind.ACKNOWLEDGE, "incident-1", 1_000)),
                        ControlTable.json(control("a2", Kind.ACKNOWLEDGE, "g1", 2_000)),
                        ControlTable.json(control("a4", Kind.ACKNOWLEDGE, "incident-4", 3_000)),
                        ControlTable.json(control("a4", Kind.WITHDRAWN, null, 4_000))));

        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        RecordSource source = new RecordSource.Files(folder.toString());
        List<String> statements = new ArrayList<>();
        statements.addAll(SqlScript.statements(TableDefinitions.tables(source, List.of())));
        statements.addAll(
                SqlScript.statements(
                        ControlTables.script(
                                source,
                                RegistryAddress.parse(
                                        folder.resolve("controls.jsonl").toString()))));
        statements.forEach(sql::executeSql);

        assertThat(
                        ask(
                                sql,
                                "SELECT alert_id, acknowledged_at IS"
                                        + " NOT NULL, acknowledged_by, suppressed_by FROM"
                                        + " alerts_with_controls ORDER BY alert_id"))
                .containsExactly(
                        Arrays.asList("1", true, "mia", "z1"),
                        Arrays.asList("2", true, "mia", null),
                        Arrays.asList("3", false, null, null),
                        Arrays.asList("4", false, null, null));
        assertThat(ask(sql, "SELECT control_id FROM controls ORDER BY control_id"))
                .containsExactly(List.of("a1"), List.of("a2"));
        assertThat(ask(sql, "SELECT target, stream_id, defect, silenced_incidents FROM flapping"))
                .containsExactly(List.of("pager", "stream-3", "video.black", 1L));
    }

    private static List<List<Object>> ask(TableEnvironment sql, String query) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        try (CloseableIterator<Row> all = sql.executeSql(query).collect()) {
            while (all.hasNext()) {
                Row row = all.next();
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < row.getArity(); i++) {
                    values.add(row.getField(i));
                }
                rows.add(values);
            }
        }
        return rows;
    }
}
