package io.sightline.source.ingest;

import io.sightline.detect.ManifestMetrics;
import io.sightline.detector.api.Metric;
import io.sightline.source.ingest.manifest.Listing;
import io.sightline.source.ingest.manifest.MediaSegment;
import io.sightline.source.ingest.manifest.SegmentPart;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures whether a manifest and its segments keep what they promise. What depends on the clock is
 * measured of live input only, so that input which can be read again measures the same again.
 * Reading thread.
 */
final class ManifestMeter {

    private static final long DURATION_TOLERANCE_MICROS = 500_000;

    private final boolean isLive;
    private @Nullable Listing previous;
    private int sequenceErrors; // since last told

    ManifestMeter(boolean isLive) {
        this.isLive = isLive;
    }

    /** Where measurements go. */
    interface Out {
        void measured(Metric metric, double value) throws CancelledException;
    }

    /** Takes the next listing. Returns whether it differs from the one before. */
    boolean onListing(Listing listing) {
        Listing before = previous;
        previous = listing;
        if (before == null) {
            return true;
        }
        boolean ranBack =
                listing.firstSequence() < before.firstSequence()
                        || listing.nextSequence() < before.nextSequence();
        if (isLive && (ranBack || movesSegments(before, listing))) {
            sequenceErrors++;
        }
        return !listing.segments().equals(before.segments()) || listing.isEnded();
    }

    /** Whether a segment that was listed before lies elsewhere now. */
    private static boolean movesSegments(Listing before, Listing now) {
        Map<Long, SegmentPart> known = new HashMap<>();
        before.segments().forEach(one -> known.put(one.sequence(), one.parts().get(0)));
        for (MediaSegment segment : now.segments()) {
            SegmentPart part = segment.parts().get(0);
            SegmentPart earlier = known.get(segment.sequence());
            // Queries hold tokens that are signed anew.
            if (earlier != null && !pathOf(earlier.place()).equals(pathOf(part.place()))) {
                return true;
            }
        }
        return false;
    }

    private static String pathOf(URI place) {
        return String.valueOf(place.getPath());
    }

    /**
     * A segment was read.
     *
     * @param sizeBytes of all its parts
     * @param fetchNanos how long they took to arrive
     * @param playedMicros how long what it holds plays
     */
    void onSegment(
            MediaSegment segment,
            Listing listing,
            long sizeBytes,
            long fetchNanos,
            long playedMicros,
            Out out)
            throws CancelledException {
        double declaredMicros = segment.durationMicros();
        boolean isExact = listing.numbering() == Listing.Numbering.COUNTED;
        boolean isTooLong =
                isExact && Math.round(declaredMicros / 1e6) * 1_000 > listing.targetMillis();
        // A DASH template declares one duration for all, met within half of it, but for the last.
        boolean isCutShort =
                !isExact && listing.isEnded() && segment.sequence() + 1 == listing.nextSequence();
        double toleranceMicros = isExact ? DURATION_TOLERANCE_MICROS : declaredMicros / 2;
        boolean isOff =
                playedMicros - declaredMicros > toleranceMicros
                        || (declaredMicros - playedMicros > toleranceMicros && !isCutShort);
        tell(out, (isTooLong ? 1 : 0) + (isOff ? 1 : 0));
        if (declaredMicros > 0) {
            if (isLive) {
                out.measured(ManifestMetrics.DOWNLOAD_RATIO, fetchNanos / 1e3 / declaredMicros);
            }
            if (listing.declaredBitsPerSecond() > 0) {
                double bitsPerSecond = sizeBytes * 8 / (declaredMicros / 1e6);
                out.measured(
                        ManifestMetrics.BITRATE_RATIO,
                        bitsPerSecond / listing.declaredBitsPerSecond());
            }
        }
    }

    /** A segment could not be had, or could not be read. */
    void onSegmentLost(Out out) throws CancelledException {
        tell(out, 1);
    }

    private void tell(Out out, int segmentErrors) throws CancelledException {
        out.measured(ManifestMetrics.SEGMENT_ERRORS, segmentErrors);
        if (isLive) {
            out.measured(ManifestMetrics.SEQUENCE_ERRORS, sequenceErrors);
            sequenceErrors = 0;
        }
    }
}
