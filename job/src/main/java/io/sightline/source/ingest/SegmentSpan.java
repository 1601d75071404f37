package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Packet;

/**
 * Passes on what a segment's timeline gives out, and notes from when to when its main part plays.
 * Reading thread.
 */
final class SegmentSpan implements MediaEvents {

    private final MediaEvents out;
    private long beginMicros = Long.MAX_VALUE;
    private long endMicros = Long.MIN_VALUE;

    SegmentSpan(MediaEvents out) {
        this.out = out;
    }

    /** How long it plays, to the begin of its last packet; 0 when nothing of it has a time. */
    long playedMicros() {
        return Math.max(0, endMicros - Math.min(beginMicros, endMicros));
    }

    @Override
    public void packet(Packet packet, long presentationEndMicros) throws CancelledException {
        long begin = packet.presentationTimeMicros();
        if (begin != TimeBase.NO_TIME && SegmentReader.isOfMainPart(packet.trackIndex())) {
            beginMicros = Math.min(beginMicros, begin);
            endMicros = Math.max(endMicros, begin);
        }
        out.packet(packet, presentationEndMicros);
    }

    @Override
    public void anchored(long presentationTimeMicros, long eventTimeMicros)
            throws CancelledException {
        out.anchored(presentationTimeMicros, eventTimeMicros);
    }

    @Override
    public void discontinuity(String reason) throws CancelledException {
        out.discontinuity(reason);
    }
}
