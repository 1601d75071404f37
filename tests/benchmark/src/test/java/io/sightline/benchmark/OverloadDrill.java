package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.demo.LiveHlsServer;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.Examination;
import io.sightline.flow.Priority;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.sink.FileDestination;
import io.sightline.sink.RowListener;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Twice as many live 1080p streams as this machine can decode, served on the loopback interface as
 * HLS; then most of them go away. See docs/reference/performance.md for the command.
 */
final class OverloadDrill {

    private static final int SLOTS = Integer.getInteger("overload.slots", 2);
    private static final int SECONDS = Integer.getInteger("overload.seconds", 90);
    private static final int HIGH_ONE_IN = Integer.getInteger("overload.high", 8);
    private static final Duration RECOVERY = Duration.ofSeconds(150);
    private static final long MAX_LAG_GROWTH_MILLIS = 20_000;
    private static final int WINDOW_SECONDS = 12;

    private final List<LiveHlsServer> servers = new ArrayList<>(); // owned, closed in stop()

    private record Row(long toldMillis, Measurement row) {
        long lagMillis() {
            return toldMillis - row.secondAtMillis();
        }
    }

    @AfterEach
    void stop() {
        servers.forEach(LiveHlsServer::close);
    }

    @Test
    void shedsWhatMattersLeastAndTakesItUpAgain() throws Exception {
        Path target = Path.of("target/overload").toAbsolutePath();
        Path clips = target.resolveSibling("benchmark");
        Path sample = BenchmarkClip.FULL_HD.asFile(clips, 60);
        double share = FfmpegRun.DECODE.cpuSeconds(sample) / 60;
        int count = Integer.getInteger("overload.streams", (int) Math.ceil(2 * SLOTS / share));
        System.out.printf(
                Locale.ROOT,
                "decoding one stream takes %.3f of a processor; %d streams for %d slots%n",
                share,
                count,
                SLOTS);
        Path playlist =
                BenchmarkClip.FULL_HD.asPlaylist(clips, SECONDS + (int) RECOVERY.toSeconds() + 120);
        List<StreamEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            servers.add(
                    LiveHlsServer.start(
                            "overload" + i,
                            playlist,
                            Duration.ofSeconds(WINDOW_SECONDS),
                            Clock.systemUTC()));
            Priority priority = priority(i);
            entries.add(
                    StreamEntry.of(new StreamId(priority.id() + "-" + i), servers.get(i).url())
                            .withExamination(Examination.inFull("default").withPriority(priority)));
        }
        Seen seen = new Seen();
        try (EmbeddedRun run = EmbeddedRun.start(plan(entries, target), seen)) {
            assertThat(run.await(Duration.ofSeconds(SECONDS))).as("live streams end").isFalse();
            long overloadEnd = System.currentTimeMillis();
            assertShed(seen, count, overloadEnd);

            int left = count / 4;
            servers.subList(left, count).forEach(LiveHlsServer::close);
            boolean recovered = false;
            while (!recovered && System.currentTimeMillis() - overloadEnd < RECOVERY.toMillis()) {
                assertThat(run.await(Duration.ofSeconds(2))).as("live streams end").isFalse();
                recovered = seen.newestAreWhole(left);
            }
            report("recovered=%b after %d s", recovered, since(overloadEnd));
            assertThat(recovered).as("all that is left is decoded in full again").isTrue();
            run.stop();
        }
    }

    /** One in so many is important, half of the others less than usual. */
    private static Priority priority(int index) {
        return index % HIGH_ONE_IN == 0
                ? Priority.HIGH
                : index % 2 == 0 ? Priority.NORMAL : Priority.LOW;
    }

    private static void assertShed(Seen seen, int count, long nowMillis) {
        long settled = nowMillis - Duration.ofSeconds(SECONDS / 3).toMillis();
        for (Priority priority : Priority.values()) {
            List<Row> rows =
                    seen.rows(
                            row ->
                                    row.toldMillis > settled
                                            && row.row.streamId().startsWith(priority.id()));
            report(
                    "%s: rows=%d full=%d reference=%d keyframes=%d none=%d coverage=%.3f lag_ms=%d..%d",
                    priority.id(),
                    rows.size(),
                    count(rows, "full"),
                    count(rows, "reference"),
                    count(rows, "keyframes"),
                    count(rows, "none"),
                    rows.stream().mapToDouble(row -> row.row.coverage()).average().orElse(0),
                    rows.stream().mapToLong(Row::lagMillis).min().orElse(0),
                    rows.stream().mapToLong(Row::lagMillis).max().orElse(0));
        }
        List<Row> high = seen.rows(row -> row.row.streamId().startsWith("high"));
        assertThat(high)
                .as("important streams stay whole")
                .allMatch(row -> row.row.decodeTier().equals("full") && row.row.coverage() == 1);
        List<Row> late = seen.rows(row -> row.toldMillis > settled);
        assertThat(count(late, "full")).as("rows of less than all").isLessThan(late.size());
        assertThat(late)
                .as("coverage tells what was left out")
                // All pictures of this clip are references: that tier leaves out none of them.
                .allMatch(
                        row ->
                                List.of("full", "reference").contains(row.row.decodeTier())
                                        == (row.row.coverage() == 1));
        long least = seen.rows(row -> true).stream().mapToLong(Row::lagMillis).min().orElseThrow();
        long most = late.stream().mapToLong(Row::lagMillis).max().orElseThrow();
        report("least lag %d ms, most once settled %d ms", least, most);
        assertThat(most - least).as("growth of the lag").isLessThan(MAX_LAG_GROWTH_MILLIS);
        assertThat(late.stream().map(row -> row.row.streamId()).distinct())
                .as("every stream has rows")
                .hasSize(count);
        report("coverage alerts opened: %d", seen.coverageAlerts());
        assertThat(seen.coverageAlerts()).as("coverage alerts").isPositive();
    }

    private static long count(List<Row> rows, String tier) {
        return rows.stream().filter(row -> row.row.decodeTier().equals(tier)).count();
    }

    private static long since(long millis) {
        return (System.currentTimeMillis() - millis) / 1_000;
    }

    private static void report(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static MonitorPlan plan(List<StreamEntry> entries, Path folder) {
        return new MonitorPlan(
                entries,
                /* registry= */ null,
                Map.of(),
                PolicyFile.builtIn(),
                List.of(),
                SourceSettings.DEFAULTS,
                new FileDestination(folder.resolve("output").toString()),
                SLOTS,
                folder.resolve("state"),
                Duration.ofSeconds(10),
                /* restoreFrom= */ null);
    }

    /** Everything that was told, and when. */
    private static final class Seen implements RowListener {
        private final List<Row> rows = new ArrayList<>();
        private int coverageAlerts;

        @Override
        public synchronized void onMeasurement(Measurement measurement) {
            rows.add(new Row(System.currentTimeMillis(), measurement));
        }

        @Override
        public synchronized void onAlert(Alert alert) {
            if (alert.defect().equals("watch.coverage") && alert.event() == Alert.Event.OPENED) {
                coverageAlerts++;
            }
        }

        @Override
        public void onStreamState(StreamStateRow state) {
            // Not what is looked at.
        }

        synchronized List<Row> rows(Predicate<Row> wanted) {
            return rows.stream().filter(wanted).toList();
        }

        synchronized int coverageAlerts() {
            return coverageAlerts;
        }

        /** Whether all streams of the last ten seconds are so many, and whole. */
        boolean newestAreWhole(int streams) {
            long from = System.currentTimeMillis() - 10_000;
            List<Row> newest = rows(row -> row.toldMillis > from);
            return newest.stream().map(row -> row.row.streamId()).distinct().count() == streams
                    && newest.stream().allMatch(row -> row.row.coverage() == 1);
        }
    }
}
