package io.sightline.source.ingest.manifest;

import java.util.List;

/**
 * What a manifest offers of one rendition at one moment.
 *
 * @param firstSequence of the first segment, or of the one that would be, when there is none
 * @param targetMillis about how long segments last
 * @param isEnded no segment will be added
 * @param declaredBitsPerSecond as the manifest declares for the rendition, 0 when it does not
 */
public record Listing(
        Numbering numbering,
        long firstSequence,
        List<MediaSegment> segments,
        long targetMillis,
        boolean isEnded,
        long declaredBitsPerSecond) {

    /** More than a day of segments of two seconds; each takes half a kilobyte of memory. */
    public static final int MAX_SEGMENTS = 50_000;

    /** What the sequence numbers of segments are. */
    public enum Numbering {
        /** Each is one more than the one before. */
        COUNTED,
        /** When the segment begins, in milliseconds. */
        TIMED
    }

    public Listing {
        segments = List.copyOf(segments);
    }

    /** The least sequence number that a segment after the last can have. */
    public long nextSequence() {
        return segments.isEmpty()
                ? firstSequence
                : segments.get(segments.size() - 1).sequence() + 1;
    }

    /**
     * How much later than it is named a segment may be there. The newest of a live MPD is named by
     * the clock: a packager may be late by as much as one lasts.
     */
    public long latenessMillis(MediaSegment segment) {
        boolean isNamedByClock = numbering == Numbering.TIMED && !isEnded;
        return isNamedByClock && segment.sequence() == nextSequence() - 1 ? targetMillis : 0;
    }

    /** How many whole segments there are from one sequence number to another; negative if none. */
    public long segmentsBetween(long from, long to) {
        return numbering == Numbering.COUNTED
                ? to - from
                : Math.floorDiv(to - from, Math.max(1, targetMillis));
    }

    /** The same, declared to have so many bits a second. */
    public Listing withDeclaredRate(long bitsPerSecond) {
        return new Listing(
                numbering, firstSequence, segments, targetMillis, isEnded, bitsPerSecond);
    }

    /** The same with other segments, of which none or some may be added. */
    public Listing withSegments(List<MediaSegment> others, boolean areAll) {
        return new Listing(
                numbering, firstSequence, others, targetMillis, areAll, declaredBitsPerSecond);
    }
}
