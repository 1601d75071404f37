package io.sightline.source.split;

import io.sightline.detector.model.TimeBase;
import java.util.List;

/**
 * What a timeline needs to go on exactly where it was: taken only where nothing is held back.
 *
 * @param isStarted whether the first packets were seen
 * @param breakReason why the next packet starts a new epoch; empty when it does not
 * @param offsetMicros what makes presentation time of the input's time in the current epoch
 * @param lastRawMicros the furthest decode time of the current epoch, in the input's time
 * @param endMicros presentation time at which everything seen so far ends
 * @param unwrapReferenceTicks of the 33-bit unwrapper, or {@code NO_TIME}
 * @param eventOffsetMicros event time minus presentation time
 * @param gapAllowanceMicros how much further than usual the next packet may be without a break
 * @param marks one for each track seen
 * @param announcedTracks the tracks last announced, as compared by the reader
 */
public record TimelineState(
        boolean isStarted,
        String breakReason,
        long offsetMicros,
        long lastRawMicros,
        long endMicros,
        long unwrapReferenceTicks,
        long eventOffsetMicros,
        long gapAllowanceMicros,
        List<TrackMark> marks,
        String announcedTracks) {

    public TimelineState {
        marks = List.copyOf(marks);
    }

    /** Before the first packet; what follows begins at presentation time {@code startMicros}. */
    public static TimelineState startingAt(long startMicros) {
        return new TimelineState(
                false, "", 0, 0, startMicros, TimeBase.NO_TIME, 0, 0, List.of(), "");
    }

    /** The same with other tracks announced. */
    public TimelineState withAnnouncedTracks(String tracks) {
        return new TimelineState(
                isStarted,
                breakReason,
                offsetMicros,
                lastRawMicros,
                endMicros,
                unwrapReferenceTicks,
                eventOffsetMicros,
                gapAllowanceMicros,
                marks,
                tracks);
    }
}
