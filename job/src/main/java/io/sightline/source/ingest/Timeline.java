package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.detector.model.TimestampUnwrapper;
import io.sightline.media.Packet;
import io.sightline.source.split.TimelineState;
import io.sightline.source.split.TrackMark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives packets their presentation time: one line per rendition that only grows.
 *
 * <h2>Epochs</h2>
 *
 * An epoch is a stretch in which presentation time is the input's time plus one offset. A new one
 * begins where the input says so, or where decode times of a track jump and land near no other
 * track either. Its first packets are held back until every track has shown where it starts, so
 * that the smallest PTS of them all meets the end of what came before, and packets of the old epoch
 * that are still interleaved keep the old offset and go out first. What is decided depends on
 * packets only, never on a clock: the same packets give the same times.
 *
 * <p>Thread: the reading one. Ownership: packets given are taken; those held are closed by {@link
 * #close()}.
 */
final class Timeline implements AutoCloseable {

    /** Sparse tracks and lost segments make steps; encoders that restart make leaps. */
    static final long MAX_STEP_FORWARD_MICROS = 10_000_000;

    static final long MAX_STEP_BACK_MICROS = 500_000;

    /** Decode order runs ahead of presentation order by at most this many pictures in practice. */
    private static final int VIDEO_PACKETS_LOOKED_AT = 8;

    private static final long MAX_HELD_MICROS = 2_000_000;
    private static final int MAX_HELD_PACKETS = 512;
    private static final long MAX_HELD_BYTES = 4L << 20;

    /** What the timeline must know of a track. */
    record TrackTime(int index, boolean isVideo, TimeBase timeBase) {}

    /** A packet that waits for its epoch to open; times are the input's own. */
    private record Held(Packet packet, TrackTime track, long ptsMicros, long dtsMicros) {
        long earliestMicros() {
            return ptsMicros == TimeBase.NO_TIME ? dtsMicros : ptsMicros;
        }
    }

    /** A {@link TrackMark} that moves with each packet, for garbage's sake. */
    private static final class Mark {
        long lastRawMicros;
        long offsetMicros;

        void set(long lastRawMicros, long offsetMicros) {
            this.lastRawMicros = lastRawMicros;
            this.offsetMicros = offsetMicros;
        }
    }

    private final EventTimeRule eventTimeRule;
    private final MediaEvents out;
    private final TimestampUnwrapper unwrapper;
    private final Map<Integer, Mark> marks = new TreeMap<>(); // by track
    private final TimestampWatch timestamps = new TimestampWatch();
    private final List<Held> held = new ArrayList<>(); // owned, closed in close()
    private long heldBytes;
    private long heldSpanMicros;

    private boolean started;
    private String breakReason;
    private boolean opening; // an epoch is being opened: packets are held
    private boolean everyPacketIsNew; // the break was declared, so no packet of the old epoch comes
    private long openingRawMicros; // where the epoch being opened was first seen
    private long offsetMicros;
    private long lastRawMicros;
    private long endMicros;
    private long eventOffsetMicros;
    private long gapAllowanceMicros;
    private long programTimeMicros = TimeBase.NO_TIME;
    private String announcedTracks;
    private List<TrackTime> tracks = List.of();

    Timeline(TimelineState state, EventTimeRule eventTimeRule, MediaEvents out) {
        this.eventTimeRule = eventTimeRule;
        this.out = out;
        this.started = state.isStarted();
        this.breakReason = state.breakReason();
        this.offsetMicros = state.offsetMicros();
        this.lastRawMicros = state.lastRawMicros();
        this.endMicros = state.endMicros();
        this.eventOffsetMicros = state.eventOffsetMicros();
        this.gapAllowanceMicros = state.gapAllowanceMicros();
        this.announcedTracks = state.announcedTracks();
        this.unwrapper =
                new TimestampUnwrapper(TimestampUnwrapper.MPEG_BITS, state.unwrapReferenceTicks());
        for (TrackMark mark : state.marks()) {
            mark(mark.trackIndex(), mark.lastRawMicros(), mark.offsetMicros());
        }
    }

    /** The tracks whose first packets an epoch waits for. */
    void setTracks(List<TrackTime> present) {
        tracks = List.copyOf(present);
    }

    /** Says when, since the epoch, the next packets were made; {@code NO_TIME} when unknown. */
    void setProgramTime(long micros) {
        programTimeMicros = micros;
    }

    /** Says that what follows does not continue what came before. */
    void declareBreak(String reason) throws CancelledException {
        flush();
        if (started) {
            breakReason = reason;
        }
    }

    /** Says that media is missing before the next packet, which makes a larger step harmless. */
    void allowGap(long micros) {
        gapAllowanceMicros += micros;
    }

    /** Only grows: what was already shown may not be shown again. */
    void startNotBefore(long presentationMicros) {
        endMicros = Math.max(endMicros, presentationMicros);
    }

    long endMicros() {
        return endMicros;
    }

    /** Whether what was given has a time, and that began. */
    boolean isStarted() {
        return started;
    }

    /** What is wrong with the times of the packets accepted. */
    TimestampWatch timestamps() {
        return timestamps;
    }

    /** Stamps and gives out the packet now or, while an epoch opens, later. */
    void accept(Packet packet, TrackTime track) throws CancelledException {
        long pts = track.timeBase().toMicros(unwrap(packet.ptsTicks(), track));
        long dts = track.timeBase().toMicros(unwrap(packet.dtsTicks(), track));
        long raw = rawMicros(pts, dts);
        if (!opening && (!started || !breakReason.isEmpty())) {
            open(breakReason, /* declared= */ true, raw);
        }
        if (opening) {
            Mark mark = marks.get(track.index());
            if (raw != TimeBase.NO_TIME
                    && !everyPacketIsNew
                    && mark != null
                    && isNear(mark.lastRawMicros, raw)) {
                emit(packet, track, pts, dts, mark.offsetMicros);
            } else {
                hold(packet, track, pts, dts);
            }
        } else if (raw == TimeBase.NO_TIME) {
            emit(packet, track, pts, dts, offsetMicros);
        } else {
            placeInEpoch(packet, track, pts, dts);
        }
        if (opening && isReadyToOpen()) {
            finishOpening();
        }
    }

    private void placeInEpoch(Packet packet, TrackTime track, long pts, long dts)
            throws CancelledException {
        long raw = rawMicros(pts, dts);
        Mark mark = marks.get(track.index());
        if (mark != null && isNear(mark.lastRawMicros, raw)) {
            emit(packet, track, pts, dts, mark.offsetMicros);
        } else if (isNear(lastRawMicros, raw)) {
            emit(packet, track, pts, dts, offsetMicros);
        } else {
            long jump = raw - (mark == null ? lastRawMicros : mark.lastRawMicros);
            timestamps.jumped(jump);
            open("timestamps jumped by %.3f s".formatted(jump / 1e6), /* declared= */ false, raw);
            hold(packet, track, pts, dts);
        }
    }

    /** Gives out everything held: at the end of a segment or of the input. */
    void flush() throws CancelledException {
        if (opening) {
            finishOpening();
        }
    }

    /** Where the timeline stands; only right after {@link #flush()}. */
    TimelineState state() {
        if (!held.isEmpty()) {
            throw new IllegalStateException(held.size() + " packets are held back");
        }
        return new TimelineState(
                started,
                breakReason,
                offsetMicros,
                lastRawMicros,
                endMicros,
                unwrapper.referenceTicks(),
                eventOffsetMicros,
                gapAllowanceMicros,
                trackMarks(),
                announcedTracks);
    }

    private List<TrackMark> trackMarks() {
        List<TrackMark> list = new ArrayList<>();
        marks.forEach(
                (track, mark) ->
                        list.add(new TrackMark(track, mark.lastRawMicros, mark.offsetMicros)));
        return list;
    }

    private void mark(int track, long rawMicros, long offset) {
        marks.computeIfAbsent(track, first -> new Mark()).set(rawMicros, offset);
    }

    String announcedTracks() {
        return announcedTracks;
    }

    void setAnnouncedTracks(String signature) {
        announcedTracks = signature;
    }

    private void open(String reason, boolean declared, long rawMicros) {
        opening = true;
        everyPacketIsNew = declared;
        breakReason = reason;
        openingRawMicros = rawMicros;
        heldSpanMicros = 0;
    }

    private void finishOpening() throws CancelledException {
        long earliest = TimeBase.NO_TIME;
        for (Held one : held) {
            long micros = one.earliestMicros();
            if (micros != TimeBase.NO_TIME && (earliest == TimeBase.NO_TIME || micros < earliest)) {
                earliest = micros;
            }
        }
        opening = false;
        if (held.isEmpty()) {
            return;
        }
        if (endMicros == 0) {
            // Before 0 is what an encoder primes its decoder with: it is never presented. Later
            // on it would lie before what was presented already.
            earliest = Math.max(earliest, 0);
        }
        offsetMicros = endMicros - earliest;
        lastRawMicros = earliest;
        timestamps.restarted();
        if (started) {
            out.discontinuity(breakReason);
        }
        long eventMicros =
                eventTimeRule.eventTimeMicros(endMicros, programTimeMicros, eventOffsetMicros);
        eventOffsetMicros = eventMicros - endMicros;
        started = true;
        breakReason = "";
        gapAllowanceMicros = 0;
        if (everyPacketIsNew) {
            marks.clear(); // else tracks that have not switched yet keep their old offset
        }
        out.anchored(endMicros, eventMicros);
        List<Held> ready = List.copyOf(held);
        int given = 0;
        try {
            for (Held one : ready) {
                given++;
                held.remove(0);
                emit(one.packet(), one.track(), one.ptsMicros(), one.dtsMicros(), offsetMicros);
            }
        } finally {
            ready.subList(given, ready.size()).forEach(one -> one.packet().close());
            held.clear();
            heldBytes = 0;
        }
    }

    private void hold(Packet packet, TrackTime track, long pts, long dts) {
        Held next = new Held(packet, track, pts, dts);
        held.add(next);
        heldBytes += packet.sizeBytes();
        long micros = next.earliestMicros();
        if (openingRawMicros == TimeBase.NO_TIME) {
            openingRawMicros = micros;
        } else if (micros != TimeBase.NO_TIME) {
            heldSpanMicros = Math.max(heldSpanMicros, Math.abs(micros - openingRawMicros));
        }
    }

    private void emit(Packet packet, TrackTime track, long pts, long dts, long offset)
            throws CancelledException {
        long duration = Math.max(0, track.timeBase().toMicros(packet.durationTicks()));
        long presentation = shifted(pts, offset);
        long decode = shifted(dts, offset);
        packet.stamp(presentation, decode, duration);
        if (mayWrap(track)) {
            timestamps.reckonedPacket(presentation, decode, duration);
        } else {
            timestamps.packet(track.index(), presentation, decode, duration);
        }
        if (presentation != TimeBase.NO_TIME) {
            endMicros = Math.max(endMicros, presentation + duration);
        }
        long raw = rawMicros(pts, dts);
        if (raw != TimeBase.NO_TIME) {
            mark(track.index(), raw, offset);
            if (offset == offsetMicros) {
                lastRawMicros = Math.max(lastRawMicros, raw);
                gapAllowanceMicros = 0;
            }
        }
        programTimeMicros = TimeBase.NO_TIME; // it was about the first packet only
        out.packet(packet, endMicros);
    }

    private boolean isReadyToOpen() {
        if (held.size() >= MAX_HELD_PACKETS || heldBytes >= MAX_HELD_BYTES) {
            return true;
        }
        if (heldSpanMicros >= MAX_HELD_MICROS) {
            return true;
        }
        Set<Integer> ready = new HashSet<>();
        for (TrackTime track : tracks) {
            int needed = track.isVideo() ? VIDEO_PACKETS_LOOKED_AT : 1;
            int seen = 0;
            for (Held one : held) {
                seen += one.track().index() == track.index() ? 1 : 0;
            }
            if (seen >= needed) {
                ready.add(track.index());
            }
        }
        return !tracks.isEmpty() && ready.size() == tracks.size();
    }

    private boolean isNear(long lastMicros, long rawMicros) {
        long step = rawMicros - lastMicros;
        return step >= -MAX_STEP_BACK_MICROS
                && step <= MAX_STEP_FORWARD_MICROS + gapAllowanceMicros;
    }

    private long unwrap(long ticks, TrackTime track) {
        // Only MPEG-2 systems wraps, and only it (or what does not mind) counts at 90 kHz.
        return mayWrap(track) ? unwrapper.unwrap(ticks) : ticks;
    }

    private static boolean mayWrap(TrackTime track) {
        return track.timeBase().numerator() == 1 && track.timeBase().denominator() == 90_000;
    }

    /** What orders packets of a track, in the input's own time. */
    private static long rawMicros(long pts, long dts) {
        return dts == TimeBase.NO_TIME ? pts : dts;
    }

    private static long shifted(long micros, long offset) {
        return micros == TimeBase.NO_TIME ? TimeBase.NO_TIME : micros + offset;
    }

    @Override
    public void close() {
        held.forEach(one -> one.packet().close());
        held.clear();
        heldBytes = 0;
    }
}
