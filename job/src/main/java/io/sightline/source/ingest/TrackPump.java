package io.sightline.source.ingest;

import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Moves packets from one demuxer to the timeline, and tells when the tracks are others than those
 * that decoders were opened for. Reading thread; borrows all it is given.
 */
final class TrackPump {

    /** The measured frame rate differs from segment to segment, and says nothing of the format. */
    private static final Pattern MEASURED = Pattern.compile("[0-9.]+ fps|[0-9.]+ kb/s");

    /** Found out with the first sound; one decoder does for all. */
    private static final Pattern LAYER = Pattern.compile("^mp[123]$");

    private final IngestContext context;
    private final Emitter emitter;
    private final Timeline timeline;
    private final String initSignature;
    private final MediaMeasures measures;
    private final Map<Integer, Timeline.TrackTime> times = new HashMap<>();
    private List<Track> known = List.of();
    private long packets;

    /** For what is no transport stream. */
    TrackPump(IngestContext context, Emitter emitter, Timeline timeline, String initSignature) {
        this(context, emitter, timeline, initSignature, null);
    }

    /**
     * @param initSignature stands for what lies outside the tracks: the init section of segments
     * @param transport what the demuxer reads, borrowed; null when it is no transport stream
     */
    TrackPump(
            IngestContext context,
            Emitter emitter,
            Timeline timeline,
            String initSignature,
            @Nullable TransportFeed transport) {
        this.context = context;
        this.emitter = emitter;
        this.timeline = timeline;
        this.initSignature = initSignature;
        this.measures = new MediaMeasures(emitter, timeline, transport);
    }

    /** Reads to the end of what the demuxer has, and gives out all of it. */
    void readAll(Demuxer demuxer, long nextDueMillis) throws MediaException, CancelledException {
        lookAtTracks(demuxer);
        boolean isOverdue = false; // what comes from then on was held back
        while (true) {
            context.checkCancelled();
            context.control().allow(context.settings().readDeadline());
            Packet packet = demuxer.read();
            isOverdue |= context.control().isExpired();
            if (packet == null) {
                timeline.flush();
                measures.end();
                return;
            }
            long byteOffset = packet.byteOffset();
            if (emitter.isRepeating()) {
                context.board().contact();
            } else if (!isOverdue) {
                context.board().mediaArrived(nextDueMillis);
            }
            packets++;
            if (demuxer.tracks() != known) {
                lookAtTracksBefore(packet, demuxer);
            }
            Timeline.TrackTime time = times.get(packet.trackIndex());
            if (time == null) {
                packet.close();
            } else {
                timeline.accept(packet, time);
            }
            measures.packet(byteOffset);
        }
    }

    /** Packets read so far, whether given out or not. */
    long packets() {
        return packets;
    }

    private void lookAtTracksBefore(Packet packet, Demuxer demuxer) throws CancelledException {
        try {
            lookAtTracks(demuxer);
        } catch (CancelledException cancelled) {
            packet.close();
            throw cancelled;
        }
    }

    private void lookAtTracks(Demuxer demuxer) throws CancelledException {
        known = demuxer.tracks();
        List<Track> media = new ArrayList<>();
        times.clear();
        for (Track track : known) {
            if (track.kind() != Track.Kind.OTHER) {
                media.add(track);
                times.put(
                        track.index(),
                        new Timeline.TrackTime(
                                track.index(), track.kind() == Track.Kind.VIDEO, track.timeBase()));
            }
        }
        String signature =
                initSignature
                        + signature(media, Track.Kind.VIDEO)
                        + signature(media, Track.Kind.AUDIO);
        if (signature.equals(timeline.announcedTracks())) {
            emitter.tracksInForce(media);
        } else {
            timeline.flush();
            timeline.setAnnouncedTracks(signature);
            if (!media.isEmpty()) {
                emitter.tracksChanged(media);
            }
        }
        timeline.setTracks(List.copyOf(times.values()));
    }

    /**
     * Of the first of a kind: what happens to the others means nothing to decoders. Nor does more
     * than the codec where the parameters lie among the packets, as in MPEG-2 systems.
     */
    private static String signature(List<Track> media, Track.Kind kind) {
        for (Track track : media) {
            if (track.kind() == kind) {
                String parameters = MEASURED.matcher(track.description()).replaceAll("");
                return "|%d %s %s"
                        .formatted(
                                track.index(),
                                track.timeBase(),
                                track.carriesParameters()
                                        ? LAYER.matcher(track.codec()).replaceFirst("mpeg audio")
                                        : parameters);
            }
        }
        return "";
    }
}
