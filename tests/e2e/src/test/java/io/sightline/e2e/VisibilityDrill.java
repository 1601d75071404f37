package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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
            report.append(table(seen));
            report.append(
                    "\nDatagrams sent over 50 ms late: %.2f %%"
                            .formatted(100 * datagrams.lateRatio()));
            report.append("\nCores in use: ").append(after.since(before));
            report.append("\n\n").append(cluster.rest().checkpointSummary().table());
            tell(report);
            List<LoadedCluster.Recovery> recoveries = new ArrayList<>();
            for (int i = 0; i < KILLS; i++) {
                recoveries.add(cluster.killTaskManager(i));
            }
            if (KILLS > 0) {
                recoveries.add(cluster.killJobManager());
                report.append('\n').append(recoveryTable(recoveries));
            }
        }
        tell(report);
        assertThat(seen.missing().size()).as("alerts missing of " + seen.expected()).isZero();
        seen.parts()
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

    private static String table(Visibility seen) {
        StringBuilder text =
                new StringBuilder(
                        """

                        | seconds since the media of open-after was there | alerts seen | median | p95 | p99 | most |
                        |---|---|---|---|---|---|
                        """);
        line(text, "all: visible", seen, seen.spread(Visibility.Told::visible));
        line(text, "all: decided", seen, seen.spread(Visibility.Told::decided));
        line(text, "all: from decided to visible", seen, seen.spread(Visibility.Told::waited));
        seen.parts()
                .forEach(
                        (name, part) -> {
                            line(
                                    text,
                                    name + ": visible",
                                    part,
                                    part.spread(Visibility.Told::visible));
                            line(
                                    text,
                                    name + ": decided",
                                    part,
                                    part.spread(Visibility.Told::decided));
                            if (name.equals("HLS")) {
                                line(
                                        text,
                                        "HLS: visible, since it was recorded",
                                        part,
                                        part.spread(Visibility.Told::visibleSinceRecorded));
                            }
                        });
        text.append("\nAlerts of what was not planted: ").append(seen.others().size());
        text.append(
                seen.others().stream()
                        .collect(
                                Collectors.groupingBy(
                                        OpenedAlerts.Seen::defect, Collectors.counting())));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Visibility part, Spread spread) {
        text.append(
                "| %s | %d of %d | %s |%n"
                        .formatted(name, part.told().size(), part.expected(), spread.cells()));
    }

    private static String recoveryTable(List<LoadedCluster.Recovery> recoveries) {
        StringBuilder text =
                new StringBuilder(
                        """
                        | seconds | all tasks run | first new alert | of a stream that was lost |
                        |---|---|---|---|
                        """);
        for (LoadedCluster.Recovery one : recoveries) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %s | %s |%n",
                            one.failure(),
                            Spread.seconds(one.running()),
                            Spread.seconds(one.first()),
                            Spread.seconds(one.lost())));
        }
        List<LoadedCluster.Recovery> kills = recoveries.subList(0, recoveries.size() - 1);
        return text.append("| median of %d TaskManagers | ".formatted(kills.size()))
                .append(median(kills, LoadedCluster.Recovery::running))
                .append(median(kills, LoadedCluster.Recovery::first))
                .append(median(kills, LoadedCluster.Recovery::lost))
                .append('\n')
                .toString();
    }

    private static String median(
            List<LoadedCluster.Recovery> kills,
            java.util.function.Function<LoadedCluster.Recovery, Duration> time) {
        return Spread.seconds(new Spread(kills.stream().map(time).toList()).percentile(50)) + " | ";
    }
}
