package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How soon alerts of many live streams are in the record of a cluster, and how soon again after
 * processes were killed. docs/reference/performance.md tells how to run it.
 */
final class VisibilityDrill {

    private static final Path TARGET =
            Path.of(System.getProperty("sightline.root"), "tests/e2e/target");

    private static final int STREAMS = Integer.getInteger("visibility.streams", 100);
    private static final int SECONDS = Integer.getInteger("visibility.seconds", 120);
    private static final int KILLS = Integer.getInteger("visibility.kills", 5);

    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** What is visible no sooner than this after it was due counts as missing. */
    private static final Duration STRAGGLERS = Duration.ofSeconds(12);

    @Test
    void alertsAreInTheRecordSoon() throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(TARGET), "load");
        // The start, what is measured, and kills on a machine that is slow; then all would be over.
        Duration length = Duration.ofSeconds(300 + SECONDS + 60L * KILLS);
        LoadRecording recording =
                LoadRecording.make(Files.createDirectory(folder.resolve("recording")), length);
        StringBuilder report = new StringBuilder();
        Visibility seen;
        try (PacedSender datagrams = PacedSender.of(recording, STREAMS - STREAMS / 2);
                PublishedWindows windows = PublishedWindows.of(recording, STREAMS / 2);
                LoadedCluster cluster = LoadedCluster.begin(folder, List.of(datagrams, windows))) {
            cluster.awaitAlertOfEachStream();
            cluster.awaitCalm();
            Instant from = Instant.now();
            CpuTime before = cluster.cpuTime();
            pause(Duration.ofSeconds(SECONDS));
            CpuTime after = cluster.cpuTime();
            Instant to = Instant.now();
            pause(STRAGGLERS);
            seen = cluster.visibility(from, to);
            report.append(VisibilityTable.of(seen));
            report.append(
                    "\nDatagrams sent over 50 ms late: %.2f %%"
                            .formatted(100 * datagrams.lateRatio()));
            report.append("\nCores in use: ").append(after.since(before));
            report.append("\n\n").append(cluster.rest().checkpointSummary().table());
            tell(report);
            List<LoadedCluster.Recovery> kills = new ArrayList<>();
            for (int i = 0; i < KILLS; i++) {
                kills.add(cluster.killTaskManager(i));
            }
            if (KILLS > 0) {
                report.append('\n').append(VisibilityTable.of(kills, cluster.killJobManager()));
                tell(report);
            }
        }
        assertThat(seen.missing().size()).as("alerts missing of " + seen.expected()).isZero();
        seen.ways()
                .forEach(
                        (name, part) ->
                                assertThat(part.spread(Visibility.Told::visible).percentile(99))
                                        .as(name)
                                        .isLessThanOrEqualTo(LIMIT));
    }

    private static void pause(Duration duration) throws InterruptedException {
        Instant end = Instant.now().plus(duration);
        Eventually.until("the end", duration.plusMinutes(1), () -> Instant.now().isAfter(end));
    }

    private static void tell(CharSequence report) throws Exception {
        System.out.println(report);
        Files.writeString(TARGET.resolve("visibility.md"), report);
    }
}
