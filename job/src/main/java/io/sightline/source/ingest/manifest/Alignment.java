package io.sightline.source.ingest.manifest;

import io.sightline.detector.model.TimeBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether two renditions of one stream are cut alike, so that a player can go from one to the other
 * at any segment. Where both say when their segments begin, that counts; else segments of one
 * number are taken for the same, which packagers keep although RFC 8216 (6.2.4) does not ask for
 * it.
 */
public final class Alignment {

    private static final long TOLERANCE_MICROS = 500_000;

    /** The newest ones are enough: each of them is looked at when it comes. */
    private static final int LOOKED_AT = 20;

    /** Manifests are not asked for at the same moment, and are refreshed one after the other. */
    private static final int MAX_SEGMENTS_BEHIND = 3;

    private Alignment() {}

    /** What is to be kept of a listing to compare it, whose window may go back for hours. */
    public static Listing essenceOf(Listing listing) {
        List<MediaSegment> newest = List.copyOf(newest(listing));
        return newest.isEmpty()
                ? listing
                : new Listing(
                        listing.numbering(),
                        newest.get(0).sequence(),
                        newest,
                        listing.targetMillis(),
                        listing.isEnded(),
                        listing.declaredBitsPerSecond());
    }

    /** Symmetric. Nothing can be said of a rendition without segments, which counts as aligned. */
    public static boolean holds(Listing one, Listing other) {
        if (one.segments().isEmpty()
                || other.segments().isEmpty()
                || one.numbering() != other.numbering()) {
            return true;
        }
        boolean areTimed = isTimed(one) && isTimed(other);
        return areTimed ? holdsByTime(one, other) : holdsByNumber(one, other);
    }

    private static boolean isTimed(Listing listing) {
        return listing.numbering() == Listing.Numbering.TIMED
                || newest(listing).stream()
                        .allMatch(segment -> segment.programTimeMicros() != TimeBase.NO_TIME);
    }

    private static boolean holdsByTime(Listing one, Listing other) {
        long behindMicros = Math.abs(end(one) - end(other));
        long targetMicros = Math.max(one.targetMillis(), other.targetMillis()) * 1_000;
        return behindMicros <= MAX_SEGMENTS_BEHIND * targetMicros
                && beginsAreFoundIn(one, other)
                && beginsAreFoundIn(other, one);
    }

    /** Whether each begin within the time of {@code other} is the begin or the end of one there. */
    private static boolean beginsAreFoundIn(Listing one, Listing other) {
        List<MediaSegment> there = newest(other);
        long firstMicros = begin(other, there.get(0));
        long endMicros = end(other);
        for (MediaSegment segment : newest(one)) {
            long at = begin(one, segment);
            boolean isWithin =
                    at > firstMicros + TOLERANCE_MICROS && at < endMicros - TOLERANCE_MICROS;
            boolean isFound =
                    there.stream()
                            .anyMatch(s -> Math.abs(begin(other, s) - at) <= TOLERANCE_MICROS);
            if (isWithin && !isFound) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsByNumber(Listing one, Listing other) {
        if (Math.abs(one.nextSequence() - other.nextSequence()) > MAX_SEGMENTS_BEHIND) {
            return false;
        }
        Map<Long, Long> durations = new HashMap<>();
        newest(one).forEach(s -> durations.put(s.sequence(), s.durationMicros()));
        return newest(other).stream()
                .allMatch(
                        segment -> {
                            long own = segment.durationMicros();
                            long there = durations.getOrDefault(segment.sequence(), own);
                            return Math.abs(own - there) <= TOLERANCE_MICROS;
                        });
    }

    private static List<MediaSegment> newest(Listing listing) {
        int count = listing.segments().size();
        return listing.segments().subList(Math.max(0, count - LOOKED_AT), count);
    }

    private static long begin(Listing listing, MediaSegment segment) {
        return listing.numbering() == Listing.Numbering.TIMED
                ? segment.sequence() * 1_000
                : segment.programTimeMicros();
    }

    private static long end(Listing listing) {
        MediaSegment last = listing.segments().get(listing.segments().size() - 1);
        return begin(listing, last) + last.durationMicros();
    }
}
