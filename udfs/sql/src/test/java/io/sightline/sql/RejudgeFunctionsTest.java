package io.sightline.sql;

import static io.sightline.sql.Statements.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Policies tried on measurements, through SQL. */
class RejudgeFunctionsTest {

    @RegisterExtension static final MiniClusterExtension CLUSTER = Statements.cluster();

    private TableEnvironment batch;
    private TableEnvironment streaming;

    /** Black from second 10 to 14 of 'news' and from 20 to 28 of 'sport', of 40 seconds each. */
    @BeforeEach
    void makeTables() {
        batch = session(EnvironmentSettings.inBatchMode());
        streaming = session(EnvironmentSettings.inStreamingMode());
    }

    private static TableEnvironment session(EnvironmentSettings settings) {
        TableEnvironment sql = TableEnvironment.create(settings);
        // Rows that are shared out among several tasks lose their order.
        sql.getConfig().set("parallelism.default", "1");
        sql.executeSql("CREATE FUNCTION rejudge AS 'io.sightline.sql.RejudgeFunction'");
        sql.executeSql("CREATE FUNCTION debounce AS 'io.sightline.sql.DebounceFunction'");
        String rows =
                IntStream.range(0, 40)
                        .boxed()
                        .flatMap(
                                second ->
                                        List.of(
                                                row("news", second, second >= 10 && second < 14),
                                                row("sport", second, second >= 20 && second < 28))
                                                .stream())
                        .collect(Collectors.joining(", "));
        sql.executeSql(
                "CREATE TEMPORARY VIEW measurements AS SELECT stream_id, 'main' AS rendition,"
                        + " TO_TIMESTAMP_LTZ(at_s * 1000, 3) AS second_at,"
                        + " CAST(at_s AS BIGINT) * 1000000 AS media_start_us,"
                        + " CAST(is_black AS DOUBLE) AS black_core_ratio, CAST(NULL AS DOUBLE) AS scte35_splices,"
                        + " MAP['own_metric', CAST(is_black AS DOUBLE)] AS extra"
                        + " FROM (VALUES "
                        + rows
                        + ") AS t (stream_id, at_s, is_black)");
        sql.executeSql(
                "CREATE TEMPORARY VIEW backwards AS SELECT 'news' AS stream_id, 'main' AS rendition,"
                        + " TO_TIMESTAMP_LTZ(at_s * 1000, 3) AS second_at,"
                        + " CAST(0 AS BIGINT) AS media_start_us"
                        + " FROM (VALUES (1), (2), (1)) AS t (at_s)");
        return sql;
    }

    private static String row(String stream, int second, boolean black) {
        return "('%s', %d, %d)".formatted(stream, second, black ? 1 : 0);
    }

    @Test
    void debounceJudgesByTheBuiltInPolicy() throws Exception {
        List<Row> events =
                rows(
                        streaming,
                        "SELECT * FROM debounce(seconds => TABLE measurements"
                                + " PARTITION BY (stream_id, rendition))");

        assertThat(events)
                .extracting(JudgedText::of)
                .containsExactlyInAnyOrder(
                        "news OPENED video.black major 10-null",
                        "news CLEARED video.black major 10-14",
                        "sport OPENED video.black major 20-null",
                        "sport CLEARED video.black major 20-28");
    }

    @Test
    void debounceJudgesByOneRuleInArguments() throws Exception {
        List<Row> events =
                rows(
                        streaming,
                        "SELECT * FROM debounce(seconds => TABLE measurements"
                                + " PARTITION BY (stream_id, rendition), defect => 'video.black',"
                                + " above => 0.9E0, `leave` => 0.5E0, open_after => '6s',"
                                + " clear_after => '1s', severity => 'warning')"
                                + " WHERE event = 'CLEARED'");

        assertThat(events)
                .extracting(JudgedText::of)
                .containsExactly("sport CLEARED video.black warning 20-28");
    }

    @Test
    void debounceReadsWhatPlugInsMeasured() throws Exception {
        List<Row> events =
                rows(
                        streaming,
                        "SELECT * FROM debounce(seconds => TABLE measurements"
                                + " PARTITION BY (stream_id, rendition), defect => 'video.own',"
                                + " metric => 'own_metric', above => 0.5E0, open_after => '3s',"
                                + " clear_after => '1s', severity => 'info')"
                                + " WHERE event = 'OPENED'");

        assertThat(events)
                .extracting(row -> row.getField("defect"))
                .containsExactly("video.own", "video.own");
    }

    @Test
    void rejudgeGivesIncidentsWhole() throws Exception {
        List<Row> incidents = rows(batch, rejudged("'defaults: {video.black: {open-after: 6s}}'"));

        assertThat(incidents)
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.getField("stream_id")).isEqualTo("sport");
                            assertThat(row.getField("defect")).isEqualTo("video.black");
                            assertThat(row.getField("severity")).isEqualTo("major");
                            assertThat(row.getField("started_at"))
                                    .isEqualTo(Instant.ofEpochSecond(20));
                            assertThat(row.getField("ended_at"))
                                    .isEqualTo(Instant.ofEpochSecond(28));
                            assertThat(row.getField("duration_ms")).isEqualTo(8_000L);
                            assertThat(row.getField("media_start_us")).isEqualTo(20_000_000L);
                            assertThat(row.getField("occurrences")).isEqualTo(1);
                            assertThat(row.getField("peak")).isEqualTo(1.0);
                        });
        assertThat(rows(batch, rejudged("CAST(NULL AS STRING)"))).hasSize(2);
    }

    @Test
    void twoPoliciesAreComparedByAFullOuterJoin() throws Exception {
        String compared =
                """
                SELECT COALESCE(o.stream_id, n.stream_id) AS stream_id,
                  CASE WHEN o.incident_id IS NULL THEN 'added' WHEN n.incident_id IS NULL THEN 'removed'
                    ELSE 'same' END AS change
                FROM (%s) AS o
                FULL OUTER JOIN (%s) AS n ON o.incident_id = n.incident_id
                """
                        .formatted(
                                rejudged("CAST(NULL AS STRING)"),
                                rejudged("'defaults: {video.black: {open-after: 6s}}'"));

        assertThat(rows(batch, compared))
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("+I[news, removed]", "+I[sport, same]");
    }

    @Test
    void whatIsWrongWithAPolicyIsTold() {
        assertThatThrownBy(
                        () -> rows(batch, rejudged("'defaults: {video.blakc: {open-after: 6s}}'")))
                .hasStackTraceContaining("did you mean 'video.black'?");
    }

    @Test
    void debounceRefusesSecondsOutOfOrder() {
        assertThatThrownBy(
                        () ->
                                rows(
                                        streaming,
                                        "SELECT * FROM debounce(seconds => TABLE backwards"
                                                + " PARTITION BY (stream_id, rendition))"))
                .hasStackTraceContaining("are out of order: 1970-01-01T00:00:01Z came after");
    }

    private static String rejudged(String policy) {
        return "SELECT r.stream_id, r.rendition, i.* FROM (SELECT stream_id, rendition,"
                + " rejudge(stream_id, rendition, second_at, media_start_us,"
                + " MAP['black_core_ratio', black_core_ratio], "
                + policy
                + ") AS found FROM measurements GROUP BY stream_id, rendition) AS r"
                + " CROSS JOIN UNNEST(r.found) AS i";
    }

    /** An event in short. */
    private static final class JudgedText {
        static String of(Row row) {
            return "%s %s %s %s %s-%s"
                    .formatted(
                            row.getField("stream_id"),
                            row.getField("event"),
                            row.getField("defect"),
                            row.getField("severity"),
                            second(row.getFieldAs("started_at")),
                            second(row.getFieldAs("ended_at")));
        }

        private static Long second(Instant at) {
            return at == null ? null : at.getEpochSecond();
        }
    }
}
