package io.sightline.detect;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;

/** What the source measures of manifests and their segments. */
public final class ManifestMetrics {

    /** By the wall clock, with every tick. */
    public static final Metric STALE_MS =
            new Metric(
                    "manifest_stale_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "for how long a live manifest has not changed beyond one and a half target"
                            + " durations (RFC 8216, 6.2.1), 0 when fine; wall time");

    /** By the wall clock, with every tick. */
    public static final Metric RENDITION_OFF_MS =
            new Metric(
                    "rendition_off_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "for how long a live rendition has been missing beside the stream's others, or"
                            + " cut otherwise than they are, 0 when fine; wall time");

    public static final Metric SEQUENCE_ERRORS =
            new Metric(
                    "manifest_sequence_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "manifests whose numbers ran back, or gave another place to a segment"
                            + " (RFC 8216, 6.2.2)");

    public static final Metric SEGMENT_ERRORS =
            new Metric(
                    "segment_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "segments that could not be had or read, last longer than the target allows"
                            + " (RFC 8216, 4.3.3.1), or by over 0.5 s not as long as declared");

    public static final Metric DOWNLOAD_RATIO =
            new Metric(
                    "segment_download_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "how long a segment of live input takes to arrive, to how long it plays");

    public static final Metric BITRATE_RATIO =
            new Metric(
                    "bitrate_to_declared",
                    Unit.RATIO,
                    Fold.MAX,
                    "bit rate of a segment to that which the manifest declares as the highest");

    private ManifestMetrics() {}
}
