package io.sightline.source.split;

import io.sightline.detector.model.TimeBase;

/**
 * How far a rendition was emitted, and from where it is decoded again after a restart.
 *
 * <p>Inputs are counted in media events: tracks, anchors, discontinuities, packets and the end, in
 * the order of emission, from 0 in each segment. A file is one segment. The same input gives the
 * same events, so {@code (segment, ordinal)} is exact. The restart point is a place from which
 * decoders reach the state that they had: it lies at a video key frame far enough back, or where
 * decoders were opened or reset, never before a discontinuity.
 *
 * @param segment media sequence number of the segment being emitted, 0 for files
 * @param ordinal media events of that segment already emitted
 * @param restartSegment the segment to read again from its beginning
 * @param restartOrdinal media events of it to discard before pre-roll begins
 * @param restartState the timeline at the beginning of that segment
 * @param presentationEndMicros presentation time at which everything emitted ends
 * @param eventOffsetMicros event time minus presentation time as last anchored, or {@code NO_TIME}
 */
public record Position(
        long segment,
        long ordinal,
        long restartSegment,
        long restartOrdinal,
        TimelineState restartState,
        long presentationEndMicros,
        long eventOffsetMicros) {

    /** The segment number of an input that was never read. */
    public static final long UNREAD = Long.MIN_VALUE;

    /** Nothing was emitted yet. */
    public static final Position START =
            new Position(UNREAD, 0, UNREAD, 0, TimelineState.startingAt(0), 0, TimeBase.NO_TIME);

    /** Further on in the same segment, with the same restart point. */
    public Position movedTo(long laterOrdinal, long laterEndMicros) {
        return new Position(
                segment,
                laterOrdinal,
                restartSegment,
                restartOrdinal,
                restartState,
                laterEndMicros,
                eventOffsetMicros);
    }

    public boolean isStart() {
        return segment == UNREAD;
    }

    /** Whether this lies behind {@code other}. */
    public boolean isAfter(Position other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment > 0 || (bySegment == 0 && ordinal > other.ordinal);
    }
}
