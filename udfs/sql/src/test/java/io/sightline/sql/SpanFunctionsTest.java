package io.sightline.sql;

import static io.sightline.sql.Statements.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions over spans of time, through SQL, on tables that stand and on tables that change. */
class SpanFunctionsTest {

    @RegisterExtension static final MiniClusterExtension CLUSTER = Statements.cluster();

    private TableEnvironment batch;
    private TableEnvironment streaming;

    /** A span in milliseconds of 1970; a null end is open. */
    private record Span(String group, Long from, Long to) {

        String row() {
            return "('%s', %s, %s)".formatted(group, time(from), time(to));
        }

        static String time(Long millis) {
            return millis == null
                    ? "CAST(NULL AS TIMESTAMP_LTZ(3))"
                    : "TO_TIMESTAMP_LTZ(%d, 3)".formatted(millis);
        }
    }

    @BeforeEach
    void registerFunctions() {
        batch = withFunctions(EnvironmentSettings.inBatchMode());
        streaming = withFunctions(EnvironmentSettings.inStreamingMode());
    }

    private static TableEnvironment withFunctions(EnvironmentSettings settings) {
        TableEnvironment sql = TableEnvironment.create(settings);
        sql.executeSql("CREATE FUNCTION overlap_ms AS 'io.sightline.sql.OverlapMsFunction'");
        sql.executeSql("CREATE FUNCTION union_ms AS 'io.sightline.sql.UnionMsFunction'");
        sql.executeSql("CREATE FUNCTION availability AS 'io.sightline.sql.AvailabilityFunction'");
        sql.executeSql("CREATE FUNCTION by_day AS 'io.sightline.sql.ByDayFunction'");
        sql.executeSql(
                "CREATE FUNCTION worst_severity AS 'io.sightline.sql.WorstSeverityFunction'");
        return sql;
    }

    @Test
    void measuresHowLongTwoSpansMeet() throws Exception {
        assertThat(overlap(0L, 1000L, 400L, 2000L)).isEqualTo(600L);
        assertThat(overlap(400L, 2000L, 0L, 1000L)).isEqualTo(600L);
        assertThat(overlap(0L, 1000L, 200L, 300L)).isEqualTo(100L);
        assertThat(overlap(0L, 1000L, 1000L, 2000L)).isEqualTo(0L);
        assertThat(overlap(0L, 1000L, 5000L, 6000L)).isEqualTo(0L);
        assertThat(overlap(0L, null, 5000L, 6000L)).isNull();
        assertThat(overlap(1000L, 0L, 0L, 6000L)).isNull();
    }

    private Object overlap(Long aFrom, Long aTo, Long bFrom, Long bTo) throws Exception {
        return rows(
                        batch,
                        "SELECT overlap_ms(%s, %s, %s, %s)"
                                .formatted(
                                        Span.time(aFrom),
                                        Span.time(aTo),
                                        Span.time(bFrom),
                                        Span.time(bTo)))
                .get(0)
                .getField(0);
    }

    @Test
    void countsOverlappingSpansOnce() throws Exception {
        List<Span> spans =
                List.of(
                        new Span("a", 0L, 1000L),
                        new Span("a", 500L, 1500L),
                        new Span("a", 500L, 1500L),
                        new Span("a", 4000L, 5000L),
                        new Span("b", 100L, 100L),
                        new Span("b", 900L, 100L),
                        new Span("b", 100L, null),
                        new Span("c", 0L, 10L));

        for (TableEnvironment sql : List.of(batch, streaming)) {
            assertThat(byGroup(sql, "SELECT g, union_ms(f, t) FROM %s GROUP BY g", spans))
                    .containsExactlyInAnyOrder("a 2500", "b 0", "c 10");
        }
    }

    @Test
    void agreesWithCountingEachMillisecond() throws Exception {
        Random random = new Random(6);
        List<Span> spans = new ArrayList<>();
        boolean[] covered = new boolean[1000];
        for (int i = 0; i < 60; i++) {
            int from = random.nextInt(900);
            int to = from + random.nextInt(60);
            spans.add(new Span("x", (long) from, (long) to));
            for (int at = from; at < to; at++) {
                covered[at] = true;
            }
        }
        int expected = 0;
        for (boolean one : covered) {
            expected += one ? 1 : 0;
        }

        assertThat(byGroup(batch, "SELECT g, union_ms(f, t) FROM %s GROUP BY g", spans))
                .containsExactly("x " + expected);
        assertThat(byGroup(streaming, "SELECT g, union_ms(f, t) FROM %s GROUP BY g", spans))
                .containsExactly("x " + expected);
    }

    /** The inner query changes its mind with every row; the outer one takes spans back. */
    @Test
    void takesSpansBack() throws Exception {
        List<Span> spans =
                List.of(
                        new Span("a", 0L, 1000L),
                        new Span("a", 0L, 3000L),
                        new Span("a", 0L, 2000L));

        assertThat(
                        byGroup(
                                streaming,
                                "SELECT 'all', union_ms(f, t) FROM"
                                        + " (SELECT g, LAST_VALUE(f) AS f, LAST_VALUE(t) AS t"
                                        + " FROM %s GROUP BY g)",
                                spans))
                .containsExactly("all 2000");
    }

    @Test
    void givesTheShareOfAWindowWithoutTrouble() throws Exception {
        String day = "TO_TIMESTAMP_LTZ(1000, 3), TO_TIMESTAMP_LTZ(11000, 3)";
        List<Span> spans =
                List.of(
                        new Span("before and within", 0L, 2000L),
                        new Span("before and within", 1500L, 3000L),
                        new Span("still open", 10_000L, null),
                        new Span("without", null, null),
                        new Span("outside", 20_000L, 30_000L),
                        new Span("always", 0L, null));

        for (TableEnvironment sql : List.of(batch, streaming)) {
            assertThat(
                            byGroup(
                                    sql,
                                    "SELECT g, availability(f, t, " + day + ") FROM %s GROUP BY g",
                                    spans))
                    .containsExactlyInAnyOrder(
                            "before and within 0.8",
                            "still open 0.9",
                            "without 1.0",
                            "outside 1.0",
                            "always 0.0");
        }
        assertThat(
                        byGroup(
                                batch,
                                "SELECT g, availability(f, t, f, f) FROM %s GROUP BY g",
                                List.of(new Span("no window", 0L, 1L))))
                .containsExactly("no window null");
    }

    @Test
    void cutsSpansAtMidnight() throws Exception {
        long hour = 3_600_000L;

        assertThat(days(22 * hour, 50 * hour, "UTC"))
                .containsExactly("1970-01-01 2", "1970-01-02 24", "1970-01-03 2");
        assertThat(days(0L, 24 * hour, "UTC")).containsExactly("1970-01-01 24");
        assertThat(days(0L, 24 * hour, "Asia/Tokyo"))
                .containsExactly("1970-01-01 15", "1970-01-02 9");
        long dayOfSummerTime = 1_774_738_800_000L; // 2026-03-29 in Vienna
        assertThat(days(dayOfSummerTime, dayOfSummerTime + 24 * hour, "Europe/Vienna"))
                .containsExactly("2026-03-29 23", "2026-03-30 1");
        assertThat(days(0L, null, "UTC")).isEmpty();
        assertThat(days(5L, 5L, "UTC")).isEmpty();
        assertThat(days(0L, hour, "Nowhere/City")).isEmpty();
        assertThat(days(0L, 20_000 * 24 * hour, "UTC")).hasSize(3652);
    }

    /** Days with the hours of the span in each. */
    private List<String> days(Long from, Long to, String zone) throws Exception {
        String query =
                "SELECT d.calendar_day, overlap_ms(d.day_from_at, d.day_to_at, d.day_from_at,"
                        + " d.day_to_at) / 3600000 FROM (VALUES (%s, %s)) AS v (f, t),"
                        + " LATERAL TABLE(by_day(f, t, '%s')) AS d";
        return last(rows(batch, query.formatted(Span.time(from), Span.time(to), zone)));
    }

    @Test
    void findsTheWorstSeverity() throws Exception {
        String values =
                "(VALUES ('a', 'info'), ('a', 'Major'), ('a', 'warning'), ('b', 'warning'),"
                        + " ('b', 'nonsense'), ('c', 'nonsense'), ('c', CAST(NULL AS STRING)))"
                        + " AS t (g, s)";
        for (TableEnvironment sql : List.of(batch, streaming)) {
            assertThat(
                            last(
                                    rows(
                                            sql,
                                            "SELECT g, worst_severity(s) FROM "
                                                    + values
                                                    + " GROUP BY g")))
                    .containsExactlyInAnyOrder("a major", "b warning", "c null");
        }
        assertThat(
                        last(
                                rows(
                                        streaming,
                                        "SELECT 'all', worst_severity(s) FROM (SELECT g,"
                                                + " LAST_VALUE(s) AS s FROM "
                                                + values
                                                + " GROUP BY g)")))
                .as("'major' of a was taken back")
                .containsExactly("all warning");
    }

    /** Flink's own; documented for analysts beside these. */
    @Test
    void hasPercentiles() throws Exception {
        Row row =
                rows(
                                batch,
                                "SELECT PERCENTILE(v, 0.95) FROM (VALUES (1.0), (2.0), (3.0),"
                                        + " (4.0)) AS t (v)")
                        .get(0);

        assertThat((double) row.getField(0)).isCloseTo(3.85, within(1e-9));
    }

    private static List<String> byGroup(TableEnvironment sql, String query, List<Span> spans)
            throws Exception {
        String values =
                spans.stream()
                        .map(Span::row)
                        .collect(Collectors.joining(", ", "(VALUES ", ") AS v (g, f, t)"));
        return last(rows(sql, query.formatted(values)));
    }

    /** What is left after all changes. */
    private static List<String> last(List<Row> changes) {
        List<String> left = new ArrayList<>();
        for (Row row : changes) {
            String text = String.valueOf(row.getField(0)).strip() + " " + row.getField(1);
            if (row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER) {
                left.add(text);
            } else {
                left.remove(text);
            }
        }
        return left;
    }
}
