package io.sightline.source.ingest;

import io.sightline.detect.SourceMetrics;
import io.sightline.detector.api.Metric;
import io.sightline.detector.model.TimeBase;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import io.sightline.source.split.Position;
import io.sightline.source.split.TimelineState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the media events of one rendition and queues them, each with the position that it
 * reaches.
 *
 * <h2>Repeating</h2>
 *
 * After a restart the segment of the restart point is read again. Its events then go one of three
 * ways: those before the restart point are discarded; packets from there up to the position go out
 * marked as pre-roll, behind the tracks and the anchor in force there, and leave the position as it
 * was; whatever lies behind the position goes out as ever. After a lost connection, where decoders
 * live on, everything up to the position is discarded.
 *
 * <p>Thread: the reading one.
 */
final class Emitter implements MediaEvents {

    private enum Stage {
        DISCARDING,
        PRE_ROLL,
        LIVE
    }

    private record Place(long segment, long ordinal) {
        boolean isReachedBy(long otherSegment, long otherOrdinal) {
            return otherSegment > segment || (otherSegment == segment && otherOrdinal >= ordinal);
        }
    }

    private final RenditionRef origin;
    private final IngestQueue queue;
    private final RestartTracker restart;

    private Stage stage;
    private Place preRollFrom;
    private Place liveFrom;
    private boolean decodersAreNew; // they need the tracks and the anchor in force first

    private long segment;
    private long ordinal; // of the next event
    private TimelineState segmentStart;
    private List<Track> tracks = List.of(); // borrowed from the demuxer being read
    private Set<Integer> videoTracks = Set.of();
    private StreamEvent.@Nullable Anchored anchor;
    private boolean anchored; // what is read has a time
    private boolean restartAtNextEvent;
    private long endMicros;
    private long eventOffsetMicros;
    private long repeatedEventOffsetMicros;

    // The last position of which more changed than with each event, and its restart point.
    private Position base = Position.START;
    private RestartTracker.@Nullable Place basePlace;

    Emitter(RenditionRef origin, IngestQueue queue, Position from) {
        this.origin = origin;
        this.queue = queue;
        this.stage = from.isStart() ? Stage.LIVE : Stage.DISCARDING;
        this.preRollFrom = new Place(from.restartSegment(), from.restartOrdinal());
        this.liveFrom = new Place(from.segment(), from.ordinal());
        this.decodersAreNew = !from.isStart();
        this.restartAtNextEvent = from.isStart();
        this.segment = from.restartSegment();
        this.segmentStart = from.restartState();
        this.endMicros = from.presentationEndMicros();
        this.eventOffsetMicros = from.eventOffsetMicros();
        this.repeatedEventOffsetMicros = from.eventOffsetMicros();
        this.restart =
                new RestartTracker(
                        new RestartTracker.Place(
                                from.restartSegment(), from.restartOrdinal(), from.restartState()));
    }

    /** Whether what is read now was emitted before. */
    boolean isRepeating() {
        return stage != Stage.LIVE;
    }

    /** The input is read again from its beginning for decoders that live on. */
    void repeatForLivingDecoders() {
        if (stage == Stage.LIVE) {
            liveFrom = new Place(segment, ordinal);
            preRollFrom = liveFrom;
            stage = Stage.DISCARDING;
            decodersAreNew = false;
            repeatedEventOffsetMicros = eventOffsetMicros;
        } else {
            // Not there yet: pre-roll that already went out is decoded once more.
            stage = Stage.DISCARDING;
            decodersAreNew = true;
        }
    }

    /** The restored position cannot be reached again: what is read now is new. */
    void giveUpRepeating() {
        stage = Stage.LIVE;
        decodersAreNew = false;
        restartAtNextEvent = true;
    }

    /** Event time minus presentation time at the position to reach again, or {@code NO_TIME}. */
    long repeatedEventOffsetMicros() {
        return repeatedEventOffsetMicros;
    }

    /** Presentation time at which everything emitted ends, also before a restart. */
    long presentationEndMicros() {
        return endMicros;
    }

    /** What follows belongs to another segment. */
    void beginSegment(long number, TimelineState state) {
        segment = number;
        ordinal = 0;
        segmentStart = state;
        anchored = state.isStarted();
    }

    /** The tracks being read, which decoders know already. Borrowed until the next call. */
    void tracksInForce(List<Track> now) {
        tracks = now;
        Set<Integer> video = new HashSet<>();
        for (Track track : now) {
            if (track.kind() == Track.Kind.VIDEO) {
                video.add(track.index());
            }
        }
        videoTracks = video;
        restart.hasVideo(!video.isEmpty());
    }

    /** Other tracks than before: decoders are opened anew. Borrowed until the next call. */
    void tracksChanged(List<Track> now) throws CancelledException {
        tracksInForce(now);
        long index = advance();
        if (stage == Stage.DISCARDING) {
            return;
        }
        restart.reset(here(index));
        restartAtNextEvent = false;
        put(announcement(), IngestItem.Kind.EVENT);
        if (decodersAreNew) {
            decodersAreNew = false;
            putAnchorInForce();
        }
    }

    @Override
    public void anchored(long presentationMicros, long eventMicros) throws CancelledException {
        long index = advance();
        anchor = new StreamEvent.Anchored(origin, presentationMicros, eventMicros);
        anchored = true;
        eventOffsetMicros = eventMicros - presentationMicros;
        if (stage == Stage.DISCARDING) {
            return;
        }
        if (decodersAreNew) {
            decodersAreNew = false;
            putAside(announcement());
        } else if (stage == Stage.PRE_ROLL) {
            return; // was announced with the tracks
        }
        beginRestartAt(index);
        put(anchor, IngestItem.Kind.EVENT);
    }

    @Override
    public void discontinuity(String reason) throws CancelledException {
        advance();
        if (stage == Stage.LIVE) {
            restart.reset(here(ordinal));
            restartAtNextEvent = true;
            put(new StreamEvent.Discontinuity(origin, reason), IngestItem.Kind.EVENT);
        }
    }

    /** Something about the media that ends here; before the first anchor it has no time. */
    void measured(Metric metric, double value) throws CancelledException {
        measured(metric, value, endMicros);
    }

    /**
     * Something about the media from {@code presentationMicros} on; before the first anchor, no
     * time.
     */
    void measured(Metric metric, double value, long presentationMicros) throws CancelledException {
        if (!anchored) {
            return;
        }
        advance();
        if (stage == Stage.LIVE) {
            put(
                    new StreamEvent.Measured(origin, metric, value, presentationMicros),
                    IngestItem.Kind.EVENT);
        }
    }

    /**
     * Splices within the segment that begins, in time since its begin. Counts as one event, however
     * many there are: a manifest that is read again may announce others.
     */
    void splices(List<Long> sinceBeginMicros) throws CancelledException {
        advance();
        if (anchored && stage == Stage.LIVE) {
            for (long since : sinceBeginMicros) {
                put(
                        new StreamEvent.Measured(
                                origin, SourceMetrics.SCTE35_SPLICES, 1, endMicros + since),
                        IngestItem.Kind.EVENT);
            }
        }
    }

    @Override
    public void packet(Packet packet, long presentationEndMicros) throws CancelledException {
        long index = advance();
        if (stage == Stage.DISCARDING) {
            packet.close();
            return;
        }
        try {
            announceToNewDecoders();
        } catch (CancelledException cancelled) {
            packet.close();
            throw cancelled;
        }
        endMicros = Math.max(endMicros, presentationEndMicros);
        beginRestartAt(index);
        boolean isVideo = videoTracks.contains(packet.trackIndex());
        long presentation = packet.presentationTimeMicros();
        if (presentation != TimeBase.NO_TIME) {
            if (restart.isEntry(isVideo, packet.isKeyFrame(), presentation)) {
                restart.entry(here(index), presentation);
            }
            restart.packet(isVideo, presentation);
        }
        if (stage == Stage.PRE_ROLL) {
            packet.markPreRoll();
        }
        boolean isEntry = packet.isKeyFrame() && (isVideo || videoTracks.isEmpty());
        put(
                new StreamEvent.PacketArrived(origin, packet),
                isEntry ? IngestItem.Kind.ENTRY_PACKET : IngestItem.Kind.OTHER_PACKET);
    }

    /** The input is over: the last items. */
    void ended(StreamState state, String reason, long nowMillis) throws CancelledException {
        advance();
        if (stage == Stage.LIVE) {
            put(new StreamEvent.InputEnded(origin), IngestItem.Kind.EVENT);
        }
        queue.put(
                new IngestItem(
                        new StreamEvent.StateChanged(origin, state, reason, nowMillis),
                        IngestItem.Kind.LAST));
    }

    /** Counts the event about to go out, and decides how it goes. */
    private long advance() {
        long index = ordinal++;
        if (stage == Stage.DISCARDING && preRollFrom.isReachedBy(segment, index)) {
            stage = Stage.PRE_ROLL;
        }
        if (stage == Stage.PRE_ROLL && liveFrom.isReachedBy(segment, index)) {
            stage = Stage.LIVE;
        }
        return index;
    }

    private void announceToNewDecoders() throws CancelledException {
        if (decodersAreNew) {
            decodersAreNew = false;
            putAside(announcement());
            putAnchorInForce();
        }
    }

    /** The anchor may lie in a segment before the one that is read again. */
    private void putAnchorInForce() throws CancelledException {
        if (anchor != null) {
            putAside(anchor);
        } else if (repeatedEventOffsetMicros != TimeBase.NO_TIME) {
            long presentation = segmentStart.endMicros();
            putAside(
                    new StreamEvent.Anchored(
                            origin, presentation, presentation + repeatedEventOffsetMicros));
        }
    }

    private StreamEvent announcement() {
        List<Track> handles = new ArrayList<>();
        tracks.forEach(track -> handles.add(track.copyHandle()));
        return new StreamEvent.TracksAnnounced(origin, handles);
    }

    private void beginRestartAt(long index) {
        if (restartAtNextEvent) {
            restartAtNextEvent = false;
            restart.reset(here(index));
        }
    }

    private RestartTracker.Place here(long index) {
        return new RestartTracker.Place(segment, index, segmentStart);
    }

    /** Queues what is no event of the input, and so leaves the position as it is. */
    private void putAside(StreamEvent event) throws CancelledException {
        queue.put(new IngestItem(event, IngestItem.Kind.EVENT));
    }

    private void put(StreamEvent event, IngestItem.Kind kind) throws CancelledException {
        if (stage == Stage.LIVE) {
            queue.put(new IngestItem(event, kind, base(), ordinal, endMicros));
        } else {
            queue.put(new IngestItem(event, kind));
        }
    }

    private Position base() {
        RestartTracker.Place place = restart.current();
        boolean isSame =
                place.equals(basePlace)
                        && base.segment() == segment
                        && base.eventOffsetMicros() == eventOffsetMicros;
        if (!isSame) {
            basePlace = place;
            base =
                    new Position(
                            segment,
                            ordinal,
                            place.segment(),
                            place.ordinal(),
                            place.segmentStart(),
                            endMicros,
                            eventOffsetMicros);
        }
        return base;
    }
}
