package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Packet;
import io.sightline.source.ingest.Timeline.TrackTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first packets of an epoch, held back until it is clear where it begins.
 *
 * <p>Times in MPEG-2 systems are protected by nothing. Where nearly all that a track holds lies
 * together and the rest far from it, the rest is damaged: it has no part in where the epoch begins,
 * and its packets lose their time. Other containers are taken at their word, since pictures may be
 * minutes apart there.
 *
 * <p>Thread: the reading one. Ownership: what is held is owned, what is taken is transferred.
 */
final class EpochOpening implements AutoCloseable {

    /** Decode order runs ahead of presentation order by at most this many pictures in practice. */
    private static final int VIDEO_PACKETS_LOOKED_AT = 8;

    /** More than the frames of one PES packet, which share one timestamp that may be damaged. */
    private static final int AUDIO_PACKETS_AFTER_A_JUMP = 16;

    private static final long MAX_HELD_MICROS = 2_000_000;
    private static final int MAX_HELD_PACKETS = 512;
    private static final long MAX_HELD_BYTES = 4L << 20;

    /** Times that lie together have no wider gap between them than this. */
    private static final long MAX_GAP_MICROS = Timeline.MAX_STEP_FORWARD_MICROS;

    /** How many packets must lie together for each that does not. */
    private static final int MAJORITY = 4;

    /** A packet that waits; damaged times are gone from it. */
    record Held(Packet packet, TrackTime track, InputTimes times, boolean isDamaged) {

        Held judged(Cluster cluster) {
            InputTimes kept = cluster.judged(times);
            return new Held(packet, track, kept, !kept.equals(times));
        }
    }

    /**
     * Where the times of one track lie together.
     *
     * @param count how many do, of {@code total}
     * @param isMpeg whether those that do not may be damaged
     */
    private record Cluster(
            long lowestMicros, long highestMicros, int count, int total, boolean isMpeg) {

        boolean isClear() {
            return count == total || count >= MAJORITY * (total - count);
        }

        long spanMicros() {
            return count == 0 ? 0 : highestMicros - lowestMicros;
        }

        private boolean holds(long micros) {
            return micros >= lowestMicros - MAX_GAP_MICROS
                    && micros <= highestMicros + MAX_GAP_MICROS;
        }

        InputTimes judged(InputTimes times) {
            if (!isMpeg || !isClear() || count == 0 || times.rawMicros() == TimeBase.NO_TIME) {
                return times;
            }
            long middle = lowestMicros + spanMicros() / 2;
            InputTimes mended = times.isTorn() ? times.mendedNear(middle) : times;
            return holds(mended.rawMicros()) ? mended : InputTimes.NONE;
        }
    }

    private final List<Held> held = new ArrayList<>(); // owned, closed in close()
    private boolean isUnderWay;
    private boolean isDeclared;

    /** The input begins, or says that a new epoch does: no packet of the old one comes. */
    void beginDeclared() {
        isUnderWay = true;
        isDeclared = true;
    }

    /** Times jumped: an epoch may have begun, while other tracks are still in the old one. */
    void beginUndeclared() {
        isUnderWay = true;
        isDeclared = false;
    }

    boolean isUnderWay() {
        return isUnderWay;
    }

    boolean isDeclared() {
        return isDeclared;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** There is no new epoch; only where nothing is held any more. */
    void end() {
        isUnderWay = false;
    }

    /** Takes the packet. */
    void hold(Packet packet, TrackTime track, InputTimes times) {
        held.add(new Held(packet, track, times, /* isDamaged= */ false));
    }

    /** The last time of what is held of the track, in the input's own time, or {@code NO_TIME}. */
    long lastRawMicros(TrackTime track) {
        for (int i = held.size() - 1; i >= 0; i--) {
            long raw = held.get(i).times().rawMicros();
            if (raw != TimeBase.NO_TIME && isOf(held.get(i), track)) {
                return raw;
            }
        }
        return TimeBase.NO_TIME;
    }

    /** The tracks of which something is held. */
    List<TrackTime> tracksHeld() {
        return held.stream().map(Held::track).distinct().toList();
    }

    /** Whether no track has two packets here: too little to tell an epoch from damage. */
    boolean isScant() {
        return held.size() == tracksHeld().size();
    }

    /** Gives up what is held of the track, without times; the rest stays. */
    List<Held> takeOf(TrackTime track) {
        List<Held> taken = new ArrayList<>();
        for (Held one : held) {
            if (isOf(one, track)) {
                taken.add(new Held(one.packet(), track, InputTimes.NONE, /* isDamaged= */ true));
            }
        }
        held.removeIf(one -> isOf(one, track));
        return taken;
    }

    /** Gives up everything held, in order, and ends. */
    List<Held> takeAll() {
        List<Held> taken = new ArrayList<>();
        for (TrackTime track : tracksHeld()) {
            Cluster cluster = clusterOf(track);
            held.replaceAll(one -> isOf(one, track) ? one.judged(cluster) : one);
        }
        taken.addAll(held);
        held.clear();
        isUnderWay = false;
        return taken;
    }

    /** The smallest of the times with which an epoch may begin; {@code NO_TIME} when none has. */
    static long earliestMicros(List<Held> packets) {
        long earliest = TimeBase.NO_TIME;
        for (Held one : packets) {
            long micros = one.times().earliestMicros();
            if (micros != TimeBase.NO_TIME && (earliest == TimeBase.NO_TIME || micros < earliest)) {
                earliest = micros;
            }
        }
        return earliest;
    }

    /** Whether all tracks showed where they begin, or enough is held. */
    boolean isReady(List<TrackTime> tracks) {
        long bytes = 0;
        for (Held one : held) {
            bytes += one.packet().sizeBytes();
        }
        if (held.size() >= MAX_HELD_PACKETS || bytes >= MAX_HELD_BYTES) {
            return true;
        }
        boolean allReady = !tracks.isEmpty();
        for (TrackTime track : tracks) {
            Cluster cluster = clusterOf(track);
            if (cluster.spanMicros() >= MAX_HELD_MICROS) {
                return true;
            }
            allReady &= isReady(track, cluster);
        }
        return allReady;
    }

    private boolean isReady(TrackTime track, Cluster cluster) {
        int seen = 0;
        for (Held one : held) {
            seen += isOf(one, track) ? 1 : 0;
        }
        if (track.isVideo()) {
            return seen >= VIDEO_PACKETS_LOOKED_AT && cluster.isClear();
        } else if (!isDeclared) {
            return seen >= AUDIO_PACKETS_AFTER_A_JUMP && cluster.isClear();
        }
        return seen > 1 ? cluster.isClear() : seen == 1 && isInCompany(track, cluster);
    }

    /** Whether a track of which one packet is held begins near another one. */
    private boolean isInCompany(TrackTime track, Cluster own) {
        if (!track.isMpeg() || own.count() == 0) {
            return true;
        }
        for (Held one : held) {
            long raw = one.times().rawMicros();
            if (raw != TimeBase.NO_TIME && !isOf(one, track) && own.holds(raw)) {
                return true;
            }
        }
        return false;
    }

    /** Where most times of a track lie, those apart that contradict themselves. */
    private Cluster clusterOf(TrackTime track) {
        long[] times =
                held.stream()
                        .filter(
                                one ->
                                        isOf(one, track)
                                                && !(track.isMpeg() && one.times().isTorn()))
                        .mapToLong(one -> one.times().rawMicros())
                        .filter(raw -> raw != TimeBase.NO_TIME)
                        .toArray();
        Arrays.sort(times);
        int best = 0;
        int bestCount = times.length == 0 ? 0 : 1;
        int first = 0;
        for (int i = 1; i < times.length; i++) {
            if (track.isMpeg() && times[i] - times[i - 1] > MAX_GAP_MICROS) {
                first = i;
            }
            if (i - first + 1 > bestCount) {
                best = first;
                bestCount = i - first + 1;
            }
        }
        long lowest = bestCount == 0 ? 0 : times[best];
        long highest = bestCount == 0 ? 0 : times[best + bestCount - 1];
        return new Cluster(lowest, highest, bestCount, times.length, track.isMpeg());
    }

    private static boolean isOf(Held one, TrackTime track) {
        return one.track().index() == track.index();
    }

    @Override
    public void close() {
        held.forEach(one -> one.packet().close());
        held.clear();
    }
}
