package io.sightline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.verify.Findings.Broken;
import io.sightline.verify.GeneratedRecord.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A record as a job writes it is sound; damaged anywhere, it is not. {@code
 * -Dsightline.verify.seed=N} repeats one.
 */
class RecordCheckPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RECORDS = 20;
    private static final int DAMAGES_OF_EACH = 5;
    private static final long FIRST_SEED = Long.getLong("sightline.verify.seed", System.nanoTime());

    @Test
    void findsNothingInSoundRecords() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RECORDS; seed++) {
            List<Row> rows = GeneratedRecord.rows(seed);
            Findings topics = GeneratedRecord.asTopics(rows);
            Findings files = GeneratedRecord.asFiles(rows, seed);

            assertThat(topics.broken()).as("topics, seed %d", seed).isEmpty();
            assertThat(files.broken()).as("files, seed %d", seed).isEmpty();
            assertThat(files.incidents()).as("seed %d", seed).isEqualTo(topics.incidents());
            assertThat(files.gaps()).as("seed %d", seed).isEqualTo(topics.gaps());
            assertThat(topics.incidents().open()).as("seed %d", seed).isPositive();
            assertThat(topics.incidents().cleared()).as("seed %d", seed).isPositive();
        }
    }

    @Test
    void findsAnOpenedThatIsMissing() {
        damaged(
                row -> is(row, "OPENED") && !mayBeTheLastOfItsIncident(row),
                (rows, at, random) -> rows.remove(at),
                Rule.OPENED_FIRST);
    }

    @Test
    void findsAClearedThatIsMissingBeforeTheNextIncident() {
        damaged(
                row -> is(row, "CLEARED"), // another incident always follows
                (rows, at, random) -> rows.remove(at),
                Rule.CLEARED_BEFORE_NEXT);
    }

    @Test
    void countsAMeasurementThatIsMissingAsAGap() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RECORDS; seed++) {
            List<Row> rows = new ArrayList<>(GeneratedRecord.rows(seed));
            long before = GeneratedRecord.asTopics(rows).gaps().seconds();
            int at =
                    any(
                            rows,
                            row -> {
                                String second = text(row, "second_at");
                                return second.endsWith(":40.000Z") || second.endsWith(":41.000Z");
                            },
                            new SplittableRandom(seed));
            rows.remove(at);
            Findings after = GeneratedRecord.asTopics(rows);

            assertThat(after.isSound()).as("seed %d", seed).isTrue();
            assertThat(after.gaps().seconds()).as("seed %d", seed).isEqualTo(before + 1);
        }
    }

    @Test
    void findsRowsThatAreThereTwice() {
        damaged(row -> row.table() == RecordTable.ALERTS, twice(), Rule.ALERT_ONCE);
        damaged(row -> row.table() == RecordTable.MEASUREMENTS, twice(), Rule.SECOND_ONCE);
        damaged(
                row -> row.table() == RecordTable.STREAM_STATES,
                twice(),
                Rule.STATE_ONCE,
                Rule.STATE_ORDER);
    }

    @Test
    void findsRowsThatAreThereTwiceInFilesOfAnyOrder() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RECORDS; seed++) {
            for (RecordTable table : RecordTable.values()) {
                List<Row> rows = new ArrayList<>(GeneratedRecord.rows(seed));
                SplittableRandom random = new SplittableRandom(seed);
                int at = any(rows, row -> row.table() == table, random);
                twice().at(rows, at, random);

                assertThat(rules(GeneratedRecord.asFiles(rows, seed)))
                        .as("%s, seed %d", table, seed)
                        .containsAnyOf(Rule.ALERT_ONCE, Rule.SECOND_ONCE, Rule.STATE_ONCE);
            }
        }
    }

    @Test
    void findsRowsThatChangedPlaces() {
        damaged(
                row -> row.table() == RecordTable.ALERTS && !mayBeTheLastOfItsIncident(row),
                swappedWithNext("incident_id"),
                Rule.EVENT_ORDER);
        damaged(
                row -> row.table() == RecordTable.MEASUREMENTS && !isLate(row, "second_at"),
                swappedWithNext("stream_id", "rendition"),
                Rule.SECOND_ORDER);
        damaged(
                row -> row.table() == RecordTable.STREAM_STATES && !isLate(row, "since"),
                swappedWithNext("stream_id", "rendition"),
                Rule.STATE_ORDER);
    }

    @Test
    void findsRowsInAnotherPartition() {
        damaged(
                row -> true,
                (rows, at, random) ->
                        rows.set(
                                at,
                                new Row(
                                        rows.get(at).table(),
                                        1 + rows.get(at).partition(),
                                        rows.get(at).json())),
                Rule.ONE_PARTITION);
    }

    @Test
    void findsTimesOfAlertsThatWereAltered() {
        Predicate<Row> cleared = row -> is(row, "CLEARED");
        Predicate<Row> opened = row -> is(row, "OPENED");
        altered(opened, row -> shift(row, "started_at", -2), Rule.TIMES_AGREE);
        altered(opened, row -> shift(row, "event_at", 2), Rule.TIMES_AGREE);
        altered(opened, row -> row.put("duration_ms", 1), Rule.TIMES_AGREE);
        altered(opened, row -> shift(row, "started_at", 2_001), Rule.TIMES_AGREE);
        altered(cleared, row -> shift(row, "ended_at", 2), Rule.TIMES_AGREE);
        altered(cleared, row -> shift(row, "event_at", -2_001), Rule.TIMES_AGREE);
        altered(cleared, row -> row.putNull("ended_at"), Rule.TIMES_AGREE);
        altered(cleared, row -> row.putNull("media_end_us"), Rule.TIMES_AGREE);
        altered(opened, row -> row.put("media_end_us", 1), Rule.TIMES_AGREE);
        altered(
                opened,
                row -> row.put("event_at", "2040-01-01T00:00:00.000Z"),
                Rule.TIMES_POSSIBLE);
        altered(
                opened,
                row -> row.put("started_at", "1969-12-31T23:59:59.999Z"),
                Rule.TIMES_POSSIBLE);
    }

    @Test
    void findsAlertsThatWereAltered() {
        Predicate<Row> opened = row -> is(row, "OPENED") && !mayBeTheLastOfItsIncident(row);
        Predicate<Row> cleared = row -> is(row, "CLEARED");
        altered(opened, row -> row.put("alert_id", "x-opened-1"), Rule.ALERT_ID);
        altered(opened, row -> row.put("incident_id", "x"), Rule.ALERT_ID);
        altered(opened, row -> row.put("event", "ESCALATED"), Rule.OPENED_FIRST);
        altered(opened, row -> row.put("event", "CLEARED"), Rule.TIMES_AGREE);
        altered(cleared, row -> row.put("event", "OPENED"), Rule.OPENED_AND_CLEARED_ONCE);
        altered(
                row -> is(row, "ESCALATED"),
                row -> row.put("event", "OPENED"),
                Rule.OPENED_AND_CLEARED_ONCE);
        altered(
                row -> is(row, "ESCALATED"),
                row -> row.put("severity", "info"),
                Rule.SEVERITY_RISES);
        altered(
                cleared,
                row -> {
                    boolean critical = row.get("severity").textValue().equals("critical");
                    row.put("severity", critical ? "major" : "critical");
                },
                Rule.SEVERITY_RISES);
        for (String column : List.of("stream_id", "rendition", "defect")) {
            altered(opened, row -> row.put(column, "another"), Rule.SAME_INCIDENT);
        }
        altered(cleared, row -> row.put("media_start_us", 0), Rule.SAME_INCIDENT);
    }

    @Test
    void findsOtherRowsThatWereAltered() {
        Predicate<Row> measured = row -> row.table() == RecordTable.MEASUREMENTS;
        Predicate<Row> state = row -> row.table() == RecordTable.STREAM_STATES;
        altered(measured, row -> shift(row, "second_at", 500), Rule.TIMES_POSSIBLE);
        altered(
                measured,
                row -> row.put("second_at", "2040-01-01T00:00:00.000Z"),
                Rule.TIMES_POSSIBLE);
        altered(state, row -> row.put("since", "1970-01-01T00:00:01.000Z"), Rule.TIMES_POSSIBLE);
        altered(state, row -> row.put("state", "FINE"), Rule.READABLE);
    }

    @Test
    void findsRowsThatCannotBeRead() {
        altered(row -> true, row -> row.remove("stream_id"), Rule.READABLE);
        altered(row -> true, row -> row.put("rendition", 7), Rule.READABLE);
        altered(row -> true, row -> row.put("schema_version", 2), Rule.READABLE);
        damaged(
                row -> true,
                (rows, at, random) -> {
                    Row row = rows.get(at);
                    int end = random.nextInt(row.json().length());
                    rows.set(
                            at,
                            new Row(row.table(), row.partition(), row.json().substring(0, end)));
                },
                Rule.READABLE);
    }

    /** Does damage to a record of which one row is chosen. */
    @FunctionalInterface
    private interface Damage {
        void at(List<Row> rows, int at, SplittableRandom random);
    }

    /** Every such damage is found, as one of these. */
    private static void damaged(Predicate<Row> where, Damage damage, Rule... rules) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + DAMAGES_OF_EACH; seed++) {
            List<Row> rows = new ArrayList<>(GeneratedRecord.rows(seed));
            SplittableRandom random = new SplittableRandom(seed);
            int at = any(rows, where, random);
            Row row = rows.get(at);
            damage.at(rows, at, random);

            assertThat(rules(GeneratedRecord.asTopics(rows)))
                    .as("seed %d, %s", seed, row)
                    .containsAnyOf(rules);
        }
    }

    private static void altered(Predicate<Row> where, Consumer<ObjectNode> change, Rule rule) {
        damaged(
                where,
                (rows, at, random) -> {
                    ObjectNode row = parse(rows.get(at));
                    change.accept(row);
                    Row before = rows.get(at);
                    rows.set(at, new Row(before.table(), before.partition(), row.toString()));
                },
                rule);
    }

    private static Damage twice() {
        return (rows, at, random) -> {
            int to = at + 1 + random.nextInt(rows.size() - at);
            rows.add(to, rows.get(at));
        };
    }

    private static Damage swappedWithNext(String... sameColumns) {
        return (rows, at, random) -> {
            Row row = rows.get(at);
            for (int next = at + 1; next < rows.size(); next++) {
                Row other = rows.get(next);
                if (other.table() == row.table()
                        && List.of(sameColumns).stream()
                                .allMatch(name -> text(other, name).equals(text(row, name)))) {
                    rows.set(at, other);
                    rows.set(next, row);
                    return;
                }
            }
            throw new AssertionError("nothing follows " + row);
        };
    }

    private static int any(List<Row> rows, Predicate<Row> where, SplittableRandom random) {
        int[] candidates =
                IntStream.range(0, rows.size()).filter(i -> where.test(rows.get(i))).toArray();
        return candidates[random.nextInt(candidates.length)];
    }

    private static Set<Rule> rules(Findings findings) {
        return findings.broken().stream().map(Broken::rule).collect(Collectors.toSet());
    }

    private static boolean is(Row row, String event) {
        return row.table() == RecordTable.ALERTS && text(row, "event").equals(event);
    }

    /** Incidents that stay open may have one event only. */
    private static boolean mayBeTheLastOfItsIncident(Row row) {
        return is(row, "CLEARED") || beganAfter(row, 35);
    }

    private static boolean beganAfter(Row row, int seconds) {
        return Instant.parse(text(row, "started_at")).toEpochMilli() % 3_600_000 > seconds * 1_000L;
    }

    private static boolean isLate(Row row, String column) {
        return Instant.parse(text(row, column)).toEpochMilli() % 3_600_000 > 50_000;
    }

    private static String text(Row row, String column) {
        ObjectNode parsed = parse(row);
        return parsed.has(column) ? parsed.get(column).asText() : "";
    }

    private static void shift(ObjectNode row, String column, long millis) {
        Instant time = Instant.parse(row.get(column).textValue()).plusMillis(millis);
        row.put(column, time.toString());
    }

    private static ObjectNode parse(Row row) {
        try {
            return (ObjectNode) JSON.readTree(row.json());
        } catch (JsonProcessingException e) {
            throw new AssertionError(row.json(), e);
        }
    }
}
