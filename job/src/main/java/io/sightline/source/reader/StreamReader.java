package io.sightline.source.reader;

import io.sightline.flow.StreamEvent;
import io.sightline.isolation.IsolationSettings;
import io.sightline.metrics.MetricDetail;
import io.sightline.source.DemuxerOpener;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.EntryChanged;
import io.sightline.source.enumerator.RenditionsGone;
import io.sightline.source.ingest.QueueBudget;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.split.StreamSplit;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the renditions assigned to one subtask.
 *
 * <h2>Threads</h2>
 *
 * Each rendition is read by {@link ReadingThreads} into a queue bounded in bytes; the task thread
 * takes one event at a time from the queues in turn, so that no rendition starves another and
 * checkpoints wait for one event at most. Ticks and state changes are made on the task thread, from
 * what reading threads noted and the clock.
 *
 * <p>Ownership: events emitted belong to the chain. Whatever is still queued, reading or connected
 * is released by {@link #close()}.
 */
public final class StreamReader implements SourceReader<StreamEvent, StreamSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);

    private final SourceSettings settings;
    private final DemuxerOpener opener;
    private final InstantSource clock;
    private final Availability availability = new Availability();
    private final Ladders ladders = new Ladders();
    private final Admission admission; // owned, closed in close()
    private final ReadingThreads threads; // owned, stopped in close()
    private final QueueBudget queues;
    private final ReaderMetrics metrics;
    private final Fetcher fetcher; // owned, closed in close()

    private final Map<String, RenditionFeed> feeds =
            new ConcurrentSkipListMap<>(); // owned; the metrics thread looks too
    private final Turns turns = new Turns();
    private final Abreast abreast = new Abreast();
    private final ArrayDeque<StreamEvent> urgent = new ArrayDeque<>(); // ticks and farewells
    private long nextTickMillis;
    private long nextLookMillis; // at states that time alone changes
    private boolean noMoreSplits;

    /**
     * @param operatorMetrics where metrics are registered, as detailed as {@code detail} says
     */
    public StreamReader(
            SourceSettings settings,
            IsolationSettings isolation,
            DemuxerOpener opener,
            InstantSource clock,
            MetricGroup operatorMetrics,
            MetricDetail detail) {
        this.settings = settings;
        this.opener = opener;
        this.clock = clock;
        this.admission = new Admission(isolation, clock);
        this.threads = new ReadingThreads(settings);
        this.queues = new QueueBudget(settings.allQueuesBytes().getBytes());
        this.metrics = new ReaderMetrics(operatorMetrics, detail, feeds, queues);
        this.fetcher = new Fetcher(settings.http().connectTimeout());
        this.nextTickMillis = clock.millis() + settings.tickInterval().toMillis();
    }

    @Override
    public void start() {
        // A state that time alone changes is told in time, too.
        threads.wakeRegularly(availability::wake);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<StreamEvent> output) {
        long now = clock.millis();
        collectTicks(now);
        lookAtStates(now);
        StreamEvent event = urgent.poll();
        if (event != null) {
            output.collect(event);
            return InputStatus.MORE_AVAILABLE;
        }
        RenditionFeed feed = turns.poll();
        if (feed != null) {
            serve(feed, output);
            return InputStatus.MORE_AVAILABLE;
        }
        return noMoreSplits && feeds.isEmpty()
                ? InputStatus.END_OF_INPUT
                : InputStatus.NOTHING_AVAILABLE;
    }

    private void serve(RenditionFeed feed, ReaderOutput<StreamEvent> output) {
        if (feeds.get(feed.splitId()) != feed) {
            return; // dropped since it was announced
        }
        if (abreast.holds(feed)) {
            return;
        }
        StreamEvent event = feed.next();
        if (feed.isEnded()) {
            metrics.over(feed);
            feeds.remove(feed.splitId());
            abreast.remove(feed);
            admission.drop(feed);
            feed.close();
        } else if (feed.hasNext()) {
            turns.announce(feed);
        }
        abreast.released(feed).forEach(turns::announce);
        if (event != null) {
            // The rest of the chain works within this: decoders and detectors on behalf of a feed.
            feed.mark().examiningEntered();
            try {
                output.collect(event);
            } finally {
                feed.mark().examiningLeft();
            }
        }
    }

    /** A feed has something to emit. Any thread. */
    private void announce(RenditionFeed feed) {
        turns.announce(feed);
        availability.wake();
    }

    private void lookAtStates(long now) {
        if (now < nextLookMillis) {
            return;
        }
        nextLookMillis = now + settings.tickInterval().toMillis() / 4;
        for (RenditionFeed feed : feeds.values()) {
            if (feed.isStateNew()) {
                turns.announce(feed);
            }
        }
    }

    private void collectTicks(long now) {
        if (now < nextTickMillis) {
            return;
        }
        long interval = settings.tickInterval().toMillis();
        long missed = (now - nextTickMillis) / interval; // the task was busy: no burst of ticks
        nextTickMillis += (missed + 1) * interval;
        admission.look(interval);
        ladders.look(feeds.values(), now);
        abreast.released().forEach(turns::announce);
        for (RenditionFeed feed : feeds.values()) {
            StreamEvent change = feed.stateChange();
            if (change != null) {
                urgent.add(change);
            }
            urgent.add(feed.tick(ladders.offMillis(feed, now)));
        }
        metrics.onTick();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return availability.future(this::hasWork);
    }

    private boolean hasWork() {
        return !urgent.isEmpty()
                || !turns.isEmpty()
                || clock.millis() >= Math.min(nextTickMillis, nextLookMillis)
                || (noMoreSplits && feeds.isEmpty());
    }

    @Override
    public List<StreamSplit> snapshotState(long checkpointId) {
        List<StreamSplit> splits = new ArrayList<>();
        feeds.values().forEach(feed -> splits.add(feed.split()));
        return splits;
    }

    @Override
    public void addSplits(List<StreamSplit> splits) {
        for (StreamSplit split : splits) {
            if (feeds.containsKey(split.splitId())) {
                LOG.warn("Split {} is read already", split.splitId());
                continue;
            }
            RenditionFeed feed =
                    new RenditionFeed(
                            split,
                            settings,
                            opener,
                            fetcher,
                            clock,
                            admission.mark(split),
                            threads,
                            queues,
                            this::announce);
            feeds.put(split.splitId(), feed);
            abreast.add(feed);
            metrics.assigned(feed);
            admission.admit(feed);
            urgent.add(feed.firstState());
        }
        availability.wake();
    }

    @Override
    public void notifyNoMoreSplits() {
        noMoreSplits = true;
        availability.wake();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof RenditionsGone gone) {
            gone.splitIds().forEach(id -> drop(id, gone));
        } else if (event instanceof EntryChanged changed) {
            for (String id : changed.splitIds()) {
                RenditionFeed feed = feeds.get(id);
                if (feed != null) {
                    abreast.remove(feed);
                    urgent.add(feed.changeEntry(changed.entry()));
                    abreast.add(feed);
                    turns.announce(feed); // it may have waited
                }
            }
        } else {
            throw new IllegalArgumentException("Unknown event of the enumerator: " + event);
        }
        availability.wake();
    }

    private void drop(String splitId, RenditionsGone gone) {
        RenditionFeed feed = feeds.get(splitId);
        if (feed != null) {
            metrics.over(feed);
            feeds.remove(splitId);
            abreast.remove(feed);
            if (gone.cause() == RenditionsGone.Cause.ENTRY) {
                admission.release(feed);
            }
            admission.drop(feed);
            feed.close();
            urgent.add(feed.notWatched(gone.reason()));
            urgent.add(new StreamEvent.Removed(feed.origin()));
        }
        metrics.gone(splitId);
    }

    /** Compressed bytes that wait in all queues. */
    public long queuedBytes() {
        return queues.bytes();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        // Nothing outside waits for it.
    }

    @Override
    public void close() throws InterruptedException {
        feeds.values().forEach(RenditionFeed::close);
        boolean haveEnded = threads.closeAndWait();
        fetcher.close();
        admission.close();
        if (!haveEnded) {
            LOG.warn(
                    "Some reading threads did not end within {}; they end with their next timeout",
                    settings.closeDeadline());
        }
        feeds.clear();
    }
}
