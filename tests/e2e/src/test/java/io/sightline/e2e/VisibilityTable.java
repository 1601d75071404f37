package io.sightline.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tables for people, as they stand in docs/reference/performance.md. */
final class VisibilityTable {

    private VisibilityTable() {}

    static String of(Visibility seen) {
        StringBuilder text =
                new StringBuilder(
                        """

                        | seconds since open-after | alerts seen | decided: median, p99 | from decided to visible: median, p99 | visible: median | p95 | p99 | most |
                        |---|---|---|---|---|---|---|---|
                        """);
        seen.ways().forEach((name, part) -> text.append(line(name, part)));
        seen.kinds().forEach((name, part) -> text.append(line(name, part)));
        Visibility inSegments = seen.ways().getOrDefault(Visibility.HLS, seen);
        text.append("| HLS, since it was recorded | | | | ")
                .append(
                        inSegments
                                .spread(Visibility.Told::visibleSinceRecorded)
                                .cells(50, 95, 99, 100))
                .append(" |\n");
        var others =
                seen.others().stream()
                        .collect(
                                Collectors.groupingBy(
                                        OpenedAlerts.Seen::defect, Collectors.counting()));
        return text.append("\nAlerts of what was not planted: ").append(others).toString();
    }

    private static String line(String name, Visibility part) {
        return "| %s | %d of %d | %s | %s | %s |%n"
                .formatted(
                        name,
                        part.told().size(),
                        part.expected(),
                        part.spread(Visibility.Told::decided).cells(50, 99).replace(" |", ","),
                        part.spread(Visibility.Told::waited).cells(50, 99).replace(" |", ","),
                        part.spread(Visibility.Told::visible).cells(50, 95, 99, 100));
    }

    /**
     * @param kills of TaskManagers, whose median is told, too
     */
    static String of(List<LoadedCluster.Recovery> kills, LoadedCluster.Recovery ofJobManager) {
        StringBuilder text =
                new StringBuilder(
                        """
                        | seconds since kill -9 of | all tasks run | first new alert | the first of a stream that was lost |
                        |---|---|---|---|
                        """);
        for (LoadedCluster.Recovery one : kills) {
            text.append(line("a TaskManager", List.of(one)));
        }
        return text.append(line("a TaskManager, median", kills))
                .append(line("the JobManager", List.of(ofJobManager)))
                .toString();
    }

    private static String line(String name, List<LoadedCluster.Recovery> of) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s |%n",
                name,
                median(of, LoadedCluster.Recovery::running),
                median(of, LoadedCluster.Recovery::first),
                median(of, LoadedCluster.Recovery::lost));
    }

    private static String median(
            List<LoadedCluster.Recovery> of, Function<LoadedCluster.Recovery, Duration> time) {
        return new Spread(of.stream().map(time).toList()).cells(50);
    }
}
