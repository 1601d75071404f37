package io.sightline.verify;

import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import io.sightline.table.JsonRows;
import io.sightline.table.Measurement;
import io.sightline.table.Provenance;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchemas;
import io.sightline.testing.SampleRows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A sound record made at random, as a job would write it: streams of clocks and of files, one or
 * two renditions, incidents that escalate, clear or stay open, holes, changes of state.
 */
final class GeneratedRecord {

    static final long START_MILLIS = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
    static final long NOW_MILLIS = START_MILLIS + 3_600_000;

    private static final int PARTITIONS = 2;
    private static final List<Severity> SEVERITIES = List.of(Severity.values()); // they rise
    private static final List<StreamState> STREAM_STATES = List.of(StreamState.values());
    private static final JsonRows<Alert> ALERTS = new JsonRows<>(TableSchemas.ALERTS);
    private static final JsonRows<Measurement> MEASUREMENTS =
            new JsonRows<>(SampleRows.MEASUREMENTS);
    private static final JsonRows<StreamStateRow> STATES =
            new JsonRows<>(TableSchemas.STREAM_STATES);

    private final SplittableRandom random;
    private final List<Timed> rows = new ArrayList<>();

    private static final Provenance PROVENANCE =
            new Provenance("1", "p", Map.of("video.black", 1), Map.of());

    /** A row with the time at which it was written, which orders it. */
    private record Timed(long writtenMillis, Row row) {}

    /** A row before it has a place. */
    record Row(RecordTable table, int partition, String json) {}

    private GeneratedRecord(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The rows of all partitions in the order in which they are written. */
    static List<Row> rows(long seed) {
        GeneratedRecord record = new GeneratedRecord(seed);
        int streams = 3 + record.random.nextInt(3);
        for (int i = 0; i < streams; i++) {
            record.stream("stream-" + i, i % PARTITIONS, i % 3 == 1 ? 0 : START_MILLIS);
        }
        return record.rows.stream()
                .sorted(Comparator.comparingLong(Timed::writtenMillis))
                .map(Timed::row)
                .toList();
    }

    private void stream(String id, int partition, long baseMillis) {
        for (int i = 0; i <= random.nextInt(2); i++) {
            String rendition = i == 0 ? "main" : "low";
            measurements(id, rendition, partition, baseMillis);
            for (String defect : List.of("video.black", "audio.silence")) {
                incidents(id, rendition, defect, partition, baseMillis);
            }
            states(id, rendition, partition);
        }
    }

    private void measurements(String id, String rendition, int partition, long baseMillis) {
        for (int second = 0; second < 90; second++) {
            if (second > 1 && second < 88 && random.nextInt(30) == 0) {
                second += 1 + random.nextInt(4);
            }
            long atMillis = baseMillis + second * 1_000L;
            var row =
                    new Measurement(
                            id,
                            rendition,
                            atMillis,
                            second * 1_000_000L,
                            "full",
                            1,
                            25,
                            Map.of("black_ratio", random.nextDouble()),
                            PROVENANCE);
            add(
                    second * 1_000L + 2_500,
                    RecordTable.MEASUREMENTS,
                    partition,
                    MEASUREMENTS.encode(row));
        }
    }

    private void incidents(
            String id, String rendition, String defect, int partition, long baseMillis) {
        long at = random.nextLong(1, 8_000);
        while (true) {
            long started = at;
            String incident = String.format("%016x", random.nextLong());
            List<Step> steps = new ArrayList<>();
            int level = random.nextInt(2);
            Severity severity = SEVERITIES.get(level);
            steps.add(new Step(Alert.Event.OPENED, severity, started + 2_000));
            long lasted = 2_000 + random.nextLong(1, 20_000);
            for (long rise = 6_000; rise < lasted && severity != Severity.CRITICAL; rise += 7_000) {
                severity = SEVERITIES.get(++level);
                steps.add(new Step(Alert.Event.ESCALATED, severity, started + rise));
            }
            long ended = started + lasted;
            boolean staysOpen = ended > 60_000;
            if (!staysOpen) {
                steps.add(new Step(Alert.Event.CLEARED, severity, ended + 2_000));
            }
            int escalations = 0;
            for (Step step : steps) {
                int ordinal = step.event == Alert.Event.ESCALATED ? ++escalations : 1;
                Alert alert =
                        alert(
                                new Of(id, rendition, defect, incident),
                                step,
                                ordinal,
                                baseMillis,
                                started,
                                ended);
                add(step.atMillis, RecordTable.ALERTS, partition, ALERTS.encode(alert));
            }
            if (staysOpen) {
                return;
            }
            at = ended + random.nextLong(2_000, 15_000);
        }
    }

    private record Step(Alert.Event event, Severity severity, long atMillis) {}

    private record Of(String id, String rendition, String defect, String incident) {}

    private static Alert alert(Of of, Step step, int ordinal, long base, long started, long ended) {
        boolean cleared = step.event == Alert.Event.CLEARED;
        return new Alert(
                of.incident + "-" + step.event.name().toLowerCase(Locale.ROOT) + "-" + ordinal,
                of.incident,
                step.event,
                of.id,
                of.rendition,
                of.defect,
                step.severity,
                base + started,
                base + step.atMillis,
                cleared ? base + ended : null,
                (cleared ? ended : step.atMillis) - started,
                started * 1_000,
                cleared ? ended * 1_000 : null,
                1,
                0.98,
                "ratio",
                1,
                null,
                "made up",
                1,
                "p1",
                null,
                "test",
                Map.of());
    }

    private void states(String id, String rendition, int partition) {
        long since = random.nextInt(500);
        StreamState last = StreamState.CONNECTING;
        while (since < 80_000) {
            var row = new StreamStateRow(id, rendition, last, "made up", START_MILLIS + since, "1");
            add(since, RecordTable.STREAM_STATES, partition, STATES.encode(row));
            since += random.nextLong(1, 20_000);
            StreamState next = STREAM_STATES.get(random.nextInt(STREAM_STATES.size()));
            last = next == last ? StreamState.LIVE : next; // LIVE may be told again
        }
    }

    private void add(long writtenMillis, RecordTable table, int partition, byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        rows.add(new Timed(writtenMillis, new Row(table, partition, text)));
    }

    /** Reads the rows as topics, partition by partition. */
    static Findings asTopics(List<Row> rows) {
        RecordCheck check = new RecordCheck(Layout.PARTITIONS, NOW_MILLIS, 3);
        for (RecordTable table : RecordTable.values()) {
            for (int partition = 0; partition <= PARTITIONS; partition++) {
                long offset = 0;
                for (Row row : rows) {
                    if (row.table == table && row.partition == partition) {
                        String part = table.id() + "-" + partition;
                        check.row(table, new RowPlace(part, offset++), row.json);
                    }
                }
            }
        }
        return check.findings();
    }

    /**
     * Reads the rows as files that a checkpoint ended every few rows, in any order of the files.
     */
    static Findings asFiles(List<Row> rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RecordCheck check = new RecordCheck(Layout.FILES, NOW_MILLIS, 3);
        List<List<Row>> files = new ArrayList<>();
        for (int from = 0; from < rows.size(); ) {
            int to = Math.min(rows.size(), from + 1 + random.nextInt(200));
            files.add(random.nextInt(files.size() + 1), rows.subList(from, to));
            from = to;
        }
        for (int file = 0; file < files.size(); file++) {
            long line = 0;
            for (Row row : files.get(file)) {
                String part = row.table.id() + "/" + file + "-" + row.partition;
                check.row(row.table, new RowPlace(part, ++line), row.json);
            }
        }
        return check.findings();
    }
}
