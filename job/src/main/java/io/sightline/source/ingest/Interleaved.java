package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several containers with parts of one programme as one: the packet with the smallest decode time
 * comes first. Their tracks must have different numbers.
 *
 * <p>Thread: the reading one. Ownership: takes the demuxers, and closes them.
 */
final class Interleaved implements Demuxer {

    private final List<Lane> lanes = new ArrayList<>(); // owned
    private List<Track> tracks = List.of();

    /** One container and its next packet. */
    private static final class Lane {
        final Demuxer demuxer; // owned
        List<Track> tracks = List.of(); // borrowed
        @Nullable Packet next; // owned
        boolean ended;
        long nextMicros = Long.MIN_VALUE; // what has no time keeps its place

        Lane(Demuxer demuxer) {
            this.demuxer = demuxer;
        }
    }

    Interleaved(List<Demuxer> demuxers) {
        demuxers.forEach(demuxer -> lanes.add(new Lane(demuxer)));
        lookAtTracks();
    }

    @Override
    public List<Track> tracks() {
        return tracks;
    }

    @Override
    public @Nullable Packet read() throws MediaException {
        Lane first = null;
        for (Lane lane : lanes) {
            fill(lane);
            if (lane.next != null && (first == null || lane.nextMicros < first.nextMicros)) {
                first = lane;
            }
        }
        if (first == null) {
            return null;
        }
        Packet packet = first.next;
        first.next = null;
        return packet;
    }

    private void fill(Lane lane) throws MediaException {
        if (lane.next != null || lane.ended) {
            return;
        }
        lane.next = lane.demuxer.read();
        lookAtTracks();
        if (lane.next == null) {
            lane.ended = true;
            return;
        }
        Packet packet = lane.next;
        long ticks = packet.dtsTicks() == TimeBase.NO_TIME ? packet.ptsTicks() : packet.dtsTicks();
        if (ticks != TimeBase.NO_TIME) {
            lane.nextMicros = timeBases(lane).get(packet.trackIndex()).toMicros(ticks);
        }
    }

    private static Map<Integer, TimeBase> timeBases(Lane lane) {
        Map<Integer, TimeBase> bases = new HashMap<>();
        lane.tracks.forEach(track -> bases.put(track.index(), track.timeBase()));
        return bases;
    }

    private void lookAtTracks() {
        boolean changed = false;
        for (Lane lane : lanes) {
            if (lane.demuxer.tracks() != lane.tracks) {
                lane.tracks = lane.demuxer.tracks();
                changed = true;
            }
        }
        if (changed) {
            List<Track> all = new ArrayList<>();
            lanes.forEach(lane -> all.addAll(lane.tracks));
            tracks = List.copyOf(all);
        }
    }

    @Override
    public long announcedDurationMicros() {
        return 0;
    }

    @Override
    public void close() {
        for (Lane lane : lanes) {
            if (lane.next != null) {
                lane.next.close();
            }
            lane.demuxer.close();
        }
        lanes.clear();
    }
}
