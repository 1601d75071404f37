package io.sightline.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Durations, to be told as percentiles. */
record Spread(List<Duration> sorted) {

    Spread {
        sorted = sorted.stream().sorted().toList();
    }

    /** The least that at least such a share does not exceed; zero where there are none. */
    Duration percentile(double percent) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }

    /** Percentiles in seconds, as cells of a table. */
    String cells(double... percents) {
        return DoubleStream.of(percents)
                .mapToObj(percent -> seconds(percentile(percent)))
                .collect(Collectors.joining(" | "));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toMillis() / 1_000.0);
    }
}
