package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what is wrong with the times of packets: jumps that nothing announced, decode times that
 * do not grow, times that are missing or repeated, and gaps that no track fills. Pictures out of
 * presentation order, uneven picture rates, wrapping and announced breaks are right. Reading
 * thread; begins anew with each segment.
 */
final class TimestampWatch {

    /** Pictures may be slow and sound sparse, but not both for so long, within one input. */
    static final long MAX_GAP_MICROS = 2_000_000;

    private final Map<Integer, Times> tracks = new HashMap<>();
    private long latestEndMicros = TimeBase.NO_TIME; // of all tracks, decode order
    private int errors;
    private long largestJumpMicros;

    private static final class Times {
        boolean isTimed; // elementary streams in files have no times at all
        long dtsMicros = TimeBase.NO_TIME;
        long ptsMicros = TimeBase.NO_TIME;
        long endMicros = TimeBase.NO_TIME; // decode order
    }

    /** The next packet of a track, as stamped. */
    void packet(int track, long ptsMicros, long dtsMicros, long durationMicros) {
        Times last = tracks.computeIfAbsent(track, index -> new Times());
        boolean isTimed = dtsMicros != TimeBase.NO_TIME;
        if (!isTimed && ptsMicros == TimeBase.NO_TIME) {
            errors += last.isTimed ? 1 : 0;
            return;
        }
        last.isTimed = true;
        boolean grows = last.dtsMicros == TimeBase.NO_TIME || dtsMicros > last.dtsMicros;
        boolean isRepeated = ptsMicros != TimeBase.NO_TIME && ptsMicros == last.ptsMicros;
        if ((isTimed && !grows) || isRepeated) {
            errors++;
        }
        last.dtsMicros = dtsMicros;
        last.ptsMicros = ptsMicros;
        reached(last, isTimed ? dtsMicros : ptsMicros, durationMicros);
    }

    /**
     * A packet whose time the library has worked out: in MPEG systems (ISO/IEC 13818-1) not every
     * access unit carries one, and damage misleads the reckoning. Only gaps can be told by it.
     */
    void reckonedPacket(int track, long ptsMicros, long dtsMicros, long durationMicros) {
        long at = dtsMicros == TimeBase.NO_TIME ? ptsMicros : dtsMicros;
        if (at != TimeBase.NO_TIME) {
            reached(tracks.computeIfAbsent(track, index -> new Times()), at, durationMicros);
        }
    }

    /** A track that is ahead of the others all the time, by however much, leaves no gap. */
    private void reached(Times track, long at, long durationMicros) {
        boolean goesOn = track.endMicros != TimeBase.NO_TIME;
        if (goesOn && at - Math.max(track.endMicros, latestEndMicros) > MAX_GAP_MICROS) {
            errors++;
            largestJumpMicros = Math.max(largestJumpMicros, at - latestEndMicros);
        }
        track.endMicros = at + durationMicros;
        latestEndMicros = Math.max(latestEndMicros, at + durationMicros);
    }

    /** The input's time jumped, and nothing had announced it. */
    void jumped(long micros) {
        errors++;
        largestJumpMicros = Math.max(largestJumpMicros, Math.abs(micros));
    }

    /** So many packets lost a time that cannot be right. */
    void damaged(int packets) {
        errors += packets;
    }

    /** What follows does not continue what came before. */
    void restarted() {
        tracks.clear();
        latestEndMicros = TimeBase.NO_TIME;
    }

    int takeErrors() {
        int taken = errors;
        errors = 0;
        return taken;
    }

    double takeLargestJumpMillis() {
        double taken = largestJumpMicros / 1000.0;
        largestJumpMicros = 0;
        return taken;
    }
}
