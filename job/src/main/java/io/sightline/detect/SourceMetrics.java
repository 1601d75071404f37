package io.sightline.detect;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import java.util.List;

/** What the source measures by the wall clock; no detector takes part. */
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

    public static final List<Metric> ALL = List.of(NO_SIGNAL_MS, STALL_MS);

    private SourceMetrics() {}
}
