package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.detector.model.TimestampUnwrapper;
import io.sightline.media.Packet;
import io.sightline.source.split.TimelineState;
import io.sightline.source.split.TrackMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * <h2>Damage</h2>
 *
 * A timestamp that fits neither what its track had before nor what it has after is damaged: it is
 * counted, its packet goes out without it, and nothing else moves. {@link EpochOpening} tells such
 * from the begin of an epoch, {@link InputTimes} tells which of a packet's two times is wrong.
 *
 * <p>Thread: the reading one. Ownership: packets given are taken; those held are closed by {@link
 * #close()}.
 */
final class Timeline implements AutoCloseable {

    /** Sparse tracks and lost segments make steps; encoders that restart make leaps. */
    static final long MAX_STEP_FORWARD_MICROS = 10_000_000;

    static final long MAX_STEP_BACK_MICROS = 500_000;

    /** What the timeline must know of a track. */
    record TrackTime(int index, boolean isVideo, TimeBase timeBase) {

        /** Only MPEG-2 systems wraps, and only it (or what does not mind) counts at 90 kHz. */
        boolean isMpeg() {
            return timeBase.numerator() == 1 && timeBase.denominator() == 90_000;
        }
    }

    /** A {@link TrackMark} that moves with each packet, for garbage's sake. */
    private static final class Mark {
        long lastRawMicros;
        long offsetMicros;
        boolean isConfirmed; // by a packet since the timeline was made

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
    private final EpochOpening opening = new EpochOpening(); // owned, closed in close()

    private boolean started;
    private String breakReason;
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
        if (!opening.isUnderWay() && (!started || !breakReason.isEmpty())) {
            opening.beginDeclared();
        }
        InputTimes times = timesOf(packet, track);
        if (opening.isUnderWay() && opening.isDeclared()) {
            opening.hold(packet, track, times);
        } else {
            placeInEpoch(packet, track, mended(times, track));
        }
        if (opening.isUnderWay() && opening.isReady(tracks)) {
            finishOpening();
        }
    }

    /** Unwraps; the reference moves with what is accepted only, or damage would shift the rest. */
    private InputTimes timesOf(Packet packet, TrackTime track) {
        if (!track.isMpeg()) {
            return InputTimes.of(packet.ptsTicks(), packet.dtsTicks(), track.timeBase());
        }
        if (opening.isUnderWay() && opening.isDeclared()) {
            long pts = unwrapper.unwrap(packet.ptsTicks());
            return InputTimes.of(pts, unwrapper.unwrap(packet.dtsTicks()), track.timeBase());
        }
        return InputTimes.of(
                unwrapper.nearestTo(packet.ptsTicks()),
                unwrapper.nearestTo(packet.dtsTicks()),
                track.timeBase());
    }

    /** Of two times that exclude each other, the one farther from its track's last is damaged. */
    private InputTimes mended(InputTimes times, TrackTime track) {
        if (!track.isMpeg() || !times.isTorn()) {
            return times;
        }
        long heldMicros = opening.lastRawMicros(track);
        Mark mark = marks.get(track.index());
        long last = mark == null ? lastRawMicros : mark.lastRawMicros;
        timestamps.jumped(times.ptsMicros() - times.dtsMicros());
        return times.mendedNear(heldMicros == TimeBase.NO_TIME ? last : heldMicros);
    }

    /** Where the packet may belong to the epoch in force, also while another one may be opening. */
    private void placeInEpoch(Packet packet, TrackTime track, InputTimes times)
            throws CancelledException {
        long raw = times.rawMicros();
        long heldRaw = opening.lastRawMicros(track);
        Mark mark = marks.get(track.index());
        if (raw == TimeBase.NO_TIME) {
            if (heldRaw == TimeBase.NO_TIME) {
                emit(packet, track, times, offsetMicros);
            } else {
                opening.hold(packet, track, times);
            }
        } else if (mark != null && isNear(mark.lastRawMicros, raw)) {
            if (heldRaw == TimeBase.NO_TIME) {
                emit(packet, track, times, mark.offsetMicros);
            } else if (isNear(heldRaw, raw)
                    && Math.abs(raw - heldRaw) <= Math.abs(raw - mark.lastRawMicros)) {
                opening.hold(packet, track, times);
            } else {
                goesOnAsBefore(track);
                emit(packet, track, times, mark.offsetMicros);
            }
        } else if (opening.isUnderWay()) {
            opening.hold(packet, track, times);
        } else if (isNear(lastRawMicros, raw)) {
            emit(packet, track, times, offsetMicros);
        } else {
            long jump = raw - (mark == null ? lastRawMicros : mark.lastRawMicros);
            timestamps.jumped(jump);
            breakReason = "timestamps jumped by %.3f s".formatted(jump / 1e6);
            opening.beginUndeclared();
            opening.hold(packet, track, times);
        }
    }

    /** What is held of the track was no new epoch: its times are damaged. */
    private void goesOnAsBefore(TrackTime track) throws CancelledException {
        long offset = marks.get(track.index()).offsetMicros;
        List<EpochOpening.Held> damaged = opening.takeOf(track);
        timestamps.damaged(damaged.size() - 1); // the first was counted as a jump
        if (opening.isEmpty()) {
            opening.end();
            breakReason = "";
        }
        emitAll(damaged, offset);
    }

    /** Gives out everything held: at the end of a segment or of the input. */
    void flush() throws CancelledException {
        if (!opening.isUnderWay()) {
            return;
        }
        if (!opening.isDeclared() && opening.isScant()) {
            for (TrackTime track : opening.tracksHeld()) {
                Mark mark = marks.get(track.index());
                if (mark != null && mark.isConfirmed) {
                    goesOnAsBefore(track);
                }
            }
        }
        if (opening.isUnderWay()) {
            finishOpening();
        }
    }

    /** Where the timeline stands; only right after {@link #flush()}. */
    TimelineState state() {
        if (!opening.isEmpty()) {
            throw new IllegalStateException("Packets are held back");
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

    private void finishOpening() throws CancelledException {
        boolean isDeclared = opening.isDeclared();
        List<EpochOpening.Held> ready = opening.takeAll();
        if (ready.isEmpty()) {
            return;
        }
        long earliest = EpochOpening.earliestMicros(ready);
        if (earliest == TimeBase.NO_TIME) {
            earliest = 0; // elementary streams have no times at all
        } else if (endMicros == 0) {
            // Before 0 is what an encoder primes its decoder with: it is never presented. Later
            // on it would lie before what was presented already.
            earliest = Math.max(earliest, 0);
        }
        offsetMicros = endMicros - earliest;
        lastRawMicros = earliest;
        timestamps.restarted();
        try {
            if (started) {
                out.discontinuity(breakReason);
            }
            long eventMicros =
                    eventTimeRule.eventTimeMicros(endMicros, programTimeMicros, eventOffsetMicros);
            eventOffsetMicros = eventMicros - endMicros;
            started = true;
            breakReason = "";
            gapAllowanceMicros = 0;
            if (isDeclared) {
                marks.clear(); // else tracks that have not switched yet keep their old offset
            }
            out.anchored(endMicros, eventMicros);
        } catch (CancelledException cancelled) {
            ready.forEach(one -> one.packet().close());
            throw cancelled;
        }
        timestamps.damaged((int) ready.stream().filter(EpochOpening.Held::isDamaged).count());
        emitAll(ready, offsetMicros);
    }

    private void emitAll(List<EpochOpening.Held> taken, long offset) throws CancelledException {
        int given = 0;
        try {
            for (EpochOpening.Held one : taken) {
                given++;
                emit(one.packet(), one.track(), one.times(), offset);
            }
        } finally {
            taken.subList(given, taken.size()).forEach(one -> one.packet().close());
        }
    }

    private void emit(Packet packet, TrackTime track, InputTimes times, long offset)
            throws CancelledException {
        long duration = Math.max(0, track.timeBase().toMicros(packet.durationTicks()));
        long presentation = shifted(times.ptsMicros(), offset);
        long decode = shifted(times.dtsMicros(), offset);
        packet.stamp(presentation, decode, duration);
        if (track.isMpeg()) {
            timestamps.reckonedPacket(track.index(), presentation, decode, duration);
        } else {
            timestamps.packet(track.index(), presentation, decode, duration);
        }
        if (presentation != TimeBase.NO_TIME) {
            endMicros = Math.max(endMicros, presentation + duration);
        }
        long raw = times.rawMicros();
        if (raw != TimeBase.NO_TIME) {
            if (track.isMpeg()) {
                unwrapper.unwrap(
                        times.dtsMicros() == TimeBase.NO_TIME
                                ? packet.ptsTicks()
                                : packet.dtsTicks());
            }
            mark(track.index(), raw, offset);
            marks.get(track.index()).isConfirmed = true;
            if (offset == offsetMicros) {
                lastRawMicros = Math.max(lastRawMicros, raw);
                gapAllowanceMicros = 0;
            }
        }
        programTimeMicros = TimeBase.NO_TIME; // it was about the first packet only
        out.packet(packet, endMicros);
    }

    private boolean isNear(long lastMicros, long rawMicros) {
        long step = rawMicros - lastMicros;
        return step >= -MAX_STEP_BACK_MICROS
                && step <= MAX_STEP_FORWARD_MICROS + gapAllowanceMicros;
    }

    private static long shifted(long micros, long offset) {
        return micros == TimeBase.NO_TIME ? TimeBase.NO_TIME : micros + offset;
    }

    @Override
    public void close() {
        opening.close();
    }
}
