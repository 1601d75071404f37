package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.query.QuerySession;
import io.sightline.query.RecordSource;
import io.sightline.query.SqlValues;
import io.sightline.table.Alert;
import io.sightline.table.JsonRows;
import io.sightline.table.TableSchemas;
import io.sightline.testing.SampleRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person gets to read; what the queries give is the matter of the page of questions. */
class SqlCommandTest {

    @TempDir private Path output;

    private final FakeTerminal terminal = new FakeTerminal(120);

    @BeforeEach
    void writeTwoAlertsAndNoOtherTable() throws IOException {
        JsonRows<Alert> json = new JsonRows<>(TableSchemas.ALERTS);
        Path alerts = Files.createDirectory(output.resolve("alerts"));
        Files.writeString(alerts.resolve("a.jsonl"), line(json, 1) + line(json, 2));
        Files.writeString(alerts.resolve(".b.jsonl.inprogress"), line(json, 3));
    }

    private static String line(JsonRows<Alert> json, long n) {
        return new String(json.encode(SampleRows.alert(n)), StandardCharsets.UTF_8) + "\n";
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "sql";
        all[1] = "--output";
        all[2] = output.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Sightline.run(terminal.terminal(), (plan, listener) -> null, all);
    }

    @Test
    void showsATableAndRowsOfCompleteFilesOnly() {
        int status =
                run("-e", "SELECT alert_id, started_at, ended_at, peak FROM alerts ORDER BY 1;");

        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.out())
                .isEqualTo(
                        """
                        alert_id  started_at                ended_at  peak
                        1         1970-01-01T00:00:01.000Z  -          1.0
                        2         1970-01-01T00:00:02.000Z  -          1.0
                        2 rows
                        """);
        assertThat(status).isZero();
    }

    @Test
    void knowsWhatOperatorsSaid() throws IOException {
        Path controls = output.resolve("controls.jsonl");
        int absent = run("--controls", controls.toString(), "-e", "SELECT 1");
        assertThat(absent).isEqualTo(2);
        assertThat(terminal.err()).contains("--controls: there is no file '" + controls);

        Sightline.run(
                terminal.terminal(),
                (plan, listener) -> null,
                "controls",
                "acknowledge",
                "incident-1",
                "--controls",
                controls.toString(),
                "--author",
                "mia");
        int status =
                run(
                        "--controls",
                        controls.toString(),
                        "--format",
                        "csv",
                        "-e",
                        "SELECT alert_id, acknowledged_by FROM alerts_with_controls ORDER BY 1");

        assertThat(terminal.out()).endsWith("alert_id,acknowledged_by\n1,mia\n2,\n");
        assertThat(status).isZero();
    }

    @Test
    void writesCsvInTheZoneAskedFor() {
        run(
                "--format",
                "csv",
                "--zone",
                "Asia/Tokyo",
                "-e",
                "SELECT started_at, ended_at, labels, 'a \"b\", c' AS t FROM alerts WHERE alert_id = '1'");

        assertThat(terminal.out())
                .isEqualTo(
                        """
                        started_at,ended_at,labels,t
                        1970-01-01T09:00:01.000+09:00,,"{""n"":""1""}","a ""b"", c"
                        """);
    }

    @Test
    void writesAnObjectALineFromAFileOfStatements() throws IOException {
        Path script = output.resolve("report.sql");
        Files.writeString(
                script,
                """
                -- Two statements.
                SELECT alert_id, labels, ended_at FROM alerts WHERE alert_id = '2';
                SELECT COUNT(*) AS n FROM stream_states; -- which has no folder yet
                """);

        int status = run("--format", "json", "--file", script.toString());

        assertThat(terminal.out())
                .isEqualTo(
                        """
                        {"alert_id":"2","labels":{"n":"2"},"ended_at":null}
                        {"n":0}
                        """);
        assertThat(status).isZero();
    }

    @Test
    void tellsWhereAStatementIsWrongAndStopsThere() {
        int status = run("-e", "SELECT 1 AS n1; SELECT nonsense FROM alerts; SELECT 2 AS n2");

        assertThat(terminal.err())
                .startsWith("sightline: SQL validation failed. From line 1, column 8")
                .contains("'nonsense'")
                .hasLineCount(1);
        assertThat(terminal.out()).contains("n1").doesNotContain("n2");
        assertThat(status).isEqualTo(4);
    }

    @Test
    void listsEverythingThatIsWrongWithTheCommandLine() {
        int status =
                Sightline.run(
                        terminal.terminal(),
                        (plan, listener) -> null,
                        "sql",
                        "--output",
                        output.resolve("absent").toString(),
                        "--zone",
                        "Mars",
                        "--follow");

        assertThat(terminal.err())
                .contains("3 problems", "'Mars' is no time zone", "there is no record in '")
                .contains("--follow: is of use only with --kafka");
        assertThat(status).isEqualTo(2);
    }

    @Test
    void printsAnInitFileWithoutSecrets() throws IOException {
        Path properties = output.resolve("client.properties");
        Files.writeString(properties, "security.protocol=SASL_SSL\nsasl.jaas.config=hush\n");

        int status =
                Sightline.run(
                        terminal.terminal(),
                        (plan, listener) -> null,
                        "sql",
                        "--kafka",
                        "kafka:9092",
                        "--kafka-properties",
                        properties.toString(),
                        "--print-init");

        assertThat(terminal.out())
                .startsWith("SET 'execution.runtime-mode' = 'batch';")
                .contains(
                        "CREATE TEMPORARY TABLE measurements",
                        "'properties.isolation.level' = 'read_committed'",
                        "'properties.security.protocol' = 'SASL_SSL'",
                        "'properties.sasl.jaas.config' = '******'",
                        "CREATE TEMPORARY VIEW availability_daily")
                .doesNotContain("hush");
        assertThat(status).isZero();
    }

    @Test
    void asksAgainAndAgainAndKeepsAHistory() throws Exception {
        String typed = "SELECT\n\n7 AS seven; -- a comment\nSELEC;\nquit\nSELECT 8 AS eight;\n";
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Path history = output.resolve("history");
        try (QuerySession session =
                        QuerySession.open(
                                new RecordSource.Files(output.toString(), output.toString()),
                                List.of(),
                                ZoneOffset.UTC);
                DumbTerminal keyboard =
                        new DumbTerminal(
                                "keyboard",
                                "dumb",
                                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                                screen,
                                StandardCharsets.UTF_8)) {
            SqlTableWriter writer =
                    new SqlTableWriter(terminal.terminal().out(), new SqlValues(ZoneOffset.UTC));

            int status = new SqlPrompt(terminal.terminal(), session, writer, history).run(keyboard);

            assertThat(status).isZero();
        }
        assertThat(terminal.out()).contains("seven\n    7\n1 row").doesNotContain("eight");
        assertThat(terminal.err()).startsWith("SQL parse failed").doesNotContain("\tat ");
        assertThat(Files.readString(history)).contains("7 AS seven");
    }
}
