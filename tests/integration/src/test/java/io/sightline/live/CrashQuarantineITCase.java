package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.isolation.IsolationSettings;
import io.sightline.testing.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three live streams makes the process of the command line die by a segmentation fault. A
 * supervisor starts it again, from the latest checkpoint and without looking why it died.
 */
class CrashQuarantineITCase {

    private static final int CRASH_LIMIT = IsolationSettings.OFF.crashLimit();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Longer than the trial of a bystander. */
    private static final Duration QUIET = Duration.ofSeconds(15);

    @TempDir private Path folder;

    @Test
    void quarantinesTheStreamThatKillsTheProcessWhileTheOthersGoOn() throws Exception {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(180))
                        .withSize(320, 180, 25)
                        .withCoding(Coding.MPEG2_MP2)
                        .withContent(SyntheticMedia.Content.VIDEO_ONLY)
                        .withKeyFrameInterval(Duration.ofSeconds(1));
        media.write(folder.resolve("a.m3u8"), Packaging.HLS_TS);
        media.withPictures(1).write(folder.resolve("b.m3u8"), Packaging.HLS_TS);
        media.withSize(PoisonDetector.DEADLY_WIDTH, 108, 25)
                .write(folder.resolve("poison.m3u8"), Packaging.HLS_TS);

        MonitorProcess monitor = new MonitorProcess(folder);
        List<Instant> deaths = new ArrayList<>();
        try (Origin origin = new Origin(folder)) {
            StringBuilder registry = new StringBuilder("streams:\n");
            for (String id : List.of("a", "b", "poison")) {
                origin.route(
                        "/live-" + id + ".m3u8",
                        new LiveWindow(folder.resolve(id + ".m3u8"), /* ahead= */ 3));
                registry.append("  - id: ").append(id).append("\n    url: ");
                registry.append(origin.url("/live-" + id + ".m3u8")).append('\n');
            }
            Path file = Files.writeString(folder.resolve("streams.yaml"), registry);
            supervise(monitor, file, deaths);
        }

        assertThat(deaths).hasSize(CRASH_LIMIT);
        requireRows(monitor.output(), deaths.get(CRASH_LIMIT - 1));
    }

    private void supervise(MonitorProcess monitor, Path registry, List<Instant> deaths)
            throws Exception {
        for (int attempt = 1; attempt <= CRASH_LIMIT + 1; attempt++) {
            Process process = monitor.start(attempt, registry);
            try {
                if (isSettled(process, monitor.log(attempt))) {
                    process.destroy(); // ends it cleanly
                    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                    return;
                }
                assertThat(Files.readString(monitor.log(attempt)))
                        .contains("A fatal error has been detected by the Java Runtime", "SIGSEGV");
                deaths.add(Instant.now());
            } finally {
                process.destroyForcibly();
            }
        }
        throw new AssertionError(
                "It still dies: " + Files.readString(monitor.log(CRASH_LIMIT + 1)));
    }

    /** Whether all is as it should be and stays so; false when the process died. */
    private static boolean isSettled(Process process, Path log) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            String text = Files.readString(log);
            if (shows(text, "broken +poison.* quarantined, since the process died")
                    && shows(text, "live +a\\b")
                    && shows(text, "live +b\\b")) {
                return !process.waitFor(QUIET.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(System.nanoTime() - deadlineNanos).as(text).isNegative();
        }
        return false;
    }

    private static boolean shows(String log, String pattern) {
        return Pattern.compile(pattern).matcher(log).find();
    }

    /** The healthy streams have rows of the time after the last death, and none twice. */
    private static void requireRows(Path output, Instant lastDeath) throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        sql.executeSql(
                "CREATE TABLE rows_ (stream_id STRING, second_at TIMESTAMP_LTZ(3),"
                        + " media_start_us BIGINT) WITH ('connector' = 'filesystem', 'path' = '"
                        + output.resolve("measurements").toUri()
                        + "', 'format' = 'parquet', 'parquet.utc-timezone' = 'true')");
        for (String stream : List.of("a", "b")) {
            Row row =
                    only(
                            sql,
                            "SELECT COUNT(*), COUNT(DISTINCT media_start_us), MAX(second_at)"
                                    + " FROM rows_ WHERE stream_id = '"
                                    + stream
                                    + "'");
            assertThat((Long) row.getField(0)).isEqualTo(row.getField(1)).isGreaterThan(10);
            assertThat((Instant) row.getField(2)).isAfter(lastDeath.plusSeconds(5));
        }
    }

    private static Row only(TableEnvironment sql, String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = sql.executeSql(query).collect()) {
            results.forEachRemaining(rows::add);
        }
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }
}
