package io.sightline.detect;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import java.util.List;
import java.util.stream.Stream;

/** What the source measures; no detector takes part. */
public final class SourceMetrics {

    public static final Metric NO_SIGNAL_MS =
            new Metric(
                    "no_signal_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "for how long nothing could be reached or arrived, 0 when fine; wall time");

    public static final Metric STALL_MS =
            new Metric(
                    "stall_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "for how long a connected input has brought no new media although some was due,"
                            + " 0 when fine; wall time");

    public static final Metric WATCH_COVERAGE =
            new Metric(
                    "watch_coverage",
                    Unit.RATIO,
                    Fold.LAST,
                    "Share of what was asked for that was decoded, 0 to 1: below 1 when the machine"
                            + " cannot keep up.");

    /** By the wall clock, told with every tick: these have no rows. */
    static final List<Metric> BY_TICK = List.of(NO_SIGNAL_MS, STALL_MS);

    /**
     * In the media, told as events among it, or about how it was examined: these have columns like
     * those of detectors.
     */
    public static final List<Metric> IN_MEDIA = List.of(WATCH_COVERAGE);

    /** Whatever policies may judge by. */
    public static final List<Metric> ALL =
            Stream.concat(BY_TICK.stream(), IN_MEDIA.stream()).toList();

    private SourceMetrics() {}
}
