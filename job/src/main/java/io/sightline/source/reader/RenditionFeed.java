package io.sightline.source.reader;

import io.sightline.detector.model.StreamId;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.isolation.CrashMark;
import io.sightline.media.ReadControl;
import io.sightline.source.DemuxerOpener;
import io.sightline.source.MarkedOpener;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.ingest.Ingest;
import io.sightline.source.ingest.IngestContext;
import io.sightline.source.ingest.IngestItem;
import io.sightline.source.ingest.IngestQueue;
import io.sightline.source.ingest.InputKind;
import io.sightline.source.ingest.QueueBudget;
import io.sightline.source.ingest.StatusBoard;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.split.Position;
import io.sightline.source.split.StreamSplit;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One assigned rendition as the task thread sees it: its queue, its state, and how far it was
 * emitted. It is read from {@link #begin()} on. Ownership: owns the queue and the reading task
 * behind it.
 */
final class RenditionFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RenditionFeed.class);

    private final IngestQueue queue; // owned, closed in close()
    private final StatusBoard board;
    private final ReadControl control = new ReadControl();
    private final InstantSource clock;
    private final IngestContext context;
    private final ReadingThreads threads; // borrowed
    private final CrashMark mark;
    private @Nullable ReadingTask reading; // owned, begun once, cancelled in close()
    private final QueueLag lag;
    private final boolean isBounded;
    private final AtomicBoolean enlisted = new AtomicBoolean(); // any thread

    private StreamSplit split; // as assigned
    private @Nullable IngestItem reached; // for its position: what the event owns is gone
    private RenditionRef origin;
    private @Nullable StreamState lastState;
    private boolean ended;
    private boolean entryChanged; // what is queued still names the old one
    private long toldReconnects;
    private long reachedMicros; // what was emitted, media time

    RenditionFeed(
            StreamSplit split,
            SourceSettings settings,
            DemuxerOpener opener,
            Fetcher fetcher,
            InstantSource clock,
            CrashMark mark,
            ReadingThreads threads,
            QueueBudget budget,
            Consumer<RenditionFeed> announce) {
        this.split = split;
        this.origin = split.origin();
        this.reachedMicros = split.position().presentationEndMicros();
        this.isBounded = !Ingest.isLive(split.entry().url());
        this.clock = clock;
        this.board = new StatusBoard(settings, clock);
        this.lag =
                new QueueLag(
                        InputKind.of(split.entry().url()).isAdaptive()
                                ? QueueLag.SEGMENT_TICKS
                                : QueueLag.DATAGRAM_TICKS);
        this.queue =
                new IngestQueue(
                        settings.queueBytes().getBytes(),
                        budget,
                        IngestQueue.WhenFull.WAIT, // ingest of live media changes that
                        () -> announce.accept(this));
        this.mark = mark;
        this.threads = threads;
        this.context =
                new IngestContext(
                        split,
                        origin,
                        settings,
                        new MarkedOpener(opener, mark)::open,
                        fetcher,
                        clock,
                        board,
                        queue,
                        control);
    }

    /** Has it read from here on; called once. */
    void begin() {
        board.begun();
        reading = threads.read(Ingest.of(context));
    }

    /** It is to be read later. */
    void hold(String why) {
        board.waiting(why);
    }

    /** It is not read for now; input that ends anyway ends here. */
    void refuse(String why) {
        if (InputKind.of(split.entry().url()).isSurelyBounded()) {
            reading = threads.read(Ingest.refused(context, why));
        } else {
            board.refused("Not reading %s: %s".formatted(context.subject(), why));
        }
    }

    /** Whether it was not among those that have something to emit; now it is. Any thread. */
    boolean enlist() {
        return enlisted.compareAndSet(false, true);
    }

    /** It has its turn now. */
    void delist() {
        enlisted.set(false);
    }

    boolean isLive() {
        return lastState == StreamState.LIVE;
    }

    /** Where threads note that they work for it. */
    CrashMark mark() {
        return mark;
    }

    String splitId() {
        return split.splitId();
    }

    /** With the position of what was emitted. */
    StreamSplit split() {
        Position after = reached == null ? null : reached.after();
        return after == null ? split : split.withPosition(after);
    }

    RenditionRef origin() {
        return origin;
    }

    /** Whether the last event was emitted: nothing follows. */
    boolean isEnded() {
        return ended;
    }

    boolean hasNext() {
        return !queue.isEmpty() || isStateNew();
    }

    /** The next event, owned by the caller; null when there is none now. */
    @Nullable StreamEvent next() {
        StreamEvent change = stateChange();
        if (change != null) {
            return change;
        }
        lag.waited(queue.oldestWaitMillis());
        IngestItem item = queue.poll();
        if (item == null) {
            return null;
        }
        if (item.base() != null) {
            reached = item;
        }
        if (item.event() instanceof StreamEvent.PacketArrived arrived) {
            reachedMicros = Math.max(reachedMicros, arrived.packet().presentationTimeMicros());
        }
        if (item.kind() == IngestItem.Kind.LAST) {
            ended = true;
            return ofLast((StreamEvent.StateChanged) item.event());
        }
        return withOrigin(item.event());
    }

    /** The state it begins with, which is told however soon media comes. */
    StreamEvent firstState() {
        StatusBoard.Status status = board.status(queue.isHoldingBack());
        return changed(status.state(), status.reason());
    }

    /** The state's change since last asked, if any; logged once. */
    @Nullable StreamEvent stateChange() {
        StatusBoard.Status status = board.status(queue.isHoldingBack());
        return status.state() == lastState ? null : changed(status.state(), status.reason());
    }

    /** What was last seen of its manifest, if it is live and has one. */
    StatusBoard.@Nullable Seen seen() {
        return board.seen();
    }

    /**
     * The second's report.
     *
     * @param offMillis for how long it has not been like the stream's other renditions
     */
    StreamEvent tick(long offMillis) {
        StatusBoard.Status status = board.status(queue.isHoldingBack());
        return new StreamEvent.Tick(
                origin,
                status.state(),
                clock.millis(),
                status.noSignalMillis(),
                status.stallMillis(),
                status.staleMillis(),
                offMillis,
                lagMillis());
    }

    private long lagMillis() {
        long millis = lag.tick(queue.oldestWaitMillis());
        return waitsForTask() ? StreamEvent.Tick.WAITS : millis;
    }

    /** Whether it is read as fast as it is examined. */
    boolean waitsForTask() {
        return isBounded || board.isForTheTaking();
    }

    /** How far it was emitted, in its own time. */
    long reachedMicros() {
        return reachedMicros;
    }

    /** Whether more of it will come soon, as far as is known. */
    boolean isUnderWay() {
        StreamState now = state();
        return now == StreamState.LIVE || now == StreamState.CONNECTING;
    }

    /** The stream whose programme it shows. */
    StreamId programme() {
        return split.entry().programme();
    }

    /** Says that nobody looks any more. */
    StreamEvent notWatched(String reason) {
        return changed(StreamState.NOT_WATCHED, reason);
    }

    /** Goes on under another entry that is read alike; the event must go before all others. */
    StreamEvent changeEntry(StreamEntry entry) {
        RenditionRef before = origin;
        split = split.withEntry(entry);
        origin = split.origin();
        entryChanged = true;
        return new StreamEvent.EntryReplaced(before, origin);
    }

    /** The state now; any thread. */
    StreamState state() {
        return board.status(queue.isHoldingBack()).state();
    }

    /** The state that was told last. */
    @Nullable StreamState lastState() {
        return lastState;
    }

    /** How often contact came back since it is read; any thread. */
    long reconnects() {
        return board.reconnects();
    }

    /** The same since last asked. */
    long newReconnects() {
        long before = toldReconnects;
        toldReconnects = board.reconnects();
        return toldReconnects - before;
    }

    /** Whether the state changed since last told, as it may by time alone. */
    boolean isStateNew() {
        return state() != lastState;
    }

    private StreamEvent ofLast(StreamEvent.StateChanged last) {
        return changed(last.state(), last.reason());
    }

    private StreamEvent changed(StreamState state, String reason) {
        lastState = state;
        if (state == StreamState.BROKEN || state == StreamState.NO_SIGNAL) {
            LOG.warn("{} state={}: {}", origin.forLog(), state, reason);
        } else {
            LOG.info("{} state={}: {}", origin.forLog(), state, reason);
        }
        return new StreamEvent.StateChanged(origin, state, reason, clock.millis());
    }

    private StreamEvent withOrigin(StreamEvent event) {
        if (!entryChanged) {
            return event;
        }
        if (event instanceof StreamEvent.PacketArrived packet) {
            return new StreamEvent.PacketArrived(origin, packet.packet());
        } else if (event instanceof StreamEvent.TracksAnnounced tracks) {
            return new StreamEvent.TracksAnnounced(origin, tracks.tracks());
        } else if (event instanceof StreamEvent.Anchored anchored) {
            return new StreamEvent.Anchored(
                    origin, anchored.presentationTimeMicros(), anchored.eventTimeMicros());
        } else if (event instanceof StreamEvent.Discontinuity broken) {
            return new StreamEvent.Discontinuity(origin, broken.reason());
        } else if (event instanceof StreamEvent.Measured measured) {
            return new StreamEvent.Measured(
                    origin, measured.metric(), measured.value(), measured.presentationTimeMicros());
        } else if (event instanceof StreamEvent.PacketsDropped dropped) {
            return new StreamEvent.PacketsDropped(
                    origin,
                    dropped.track(),
                    dropped.presentationTimeMicros(),
                    dropped.packets(),
                    dropped.keyFrames());
        } else if (event instanceof StreamEvent.InputEnded) {
            return new StreamEvent.InputEnded(origin);
        }
        throw new IllegalStateException("Not an event of ingest: " + event);
    }

    /** Tells the reading thread to end, without waiting for it. */
    void cancel() {
        control.cancel();
        queue.close();
        if (reading != null) {
            reading.cancel();
        }
    }

    @Override
    public void close() {
        cancel();
    }
}
