package io.sightline.source.reader;

import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamState;
import io.sightline.metrics.MetricDetail;
import io.sightline.metrics.RenditionGroups;
import io.sightline.metrics.SightlineMetrics;
import io.sightline.source.ingest.QueueBudget;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics of one reader; {@code docs/reference/metrics.md} has their meaning.
 *
 * <p>Threads: gauges are read by reporters and look at what is shared anyway: the concurrent map of
 * feeds, their status boards and queues, which lock. They are thus true although the task hangs.
 * Counters go up on the task thread, with each tick.
 */
final class ReaderMetrics {

    private final Map<String, RenditionFeed> feeds; // borrowed; safe for any thread
    private final QueueBudget queues;
    private final RenditionGroups groups;
    private final Counter reconnects;
    private final Counter receivedBytes;

    /** Inputs that are over although their entries are not; any thread. */
    private final Map<String, StreamState> over = new ConcurrentHashMap<>();

    private final Map<String, RenditionRef> assigned = new HashMap<>(); // by split; task thread

    private volatile StreamCensus census = StreamCensus.NONE;

    /**
     * @param operator the metrics of the operator
     * @param feeds those at work, by split; may be looked at by any thread
     */
    ReaderMetrics(
            MetricGroup operator,
            MetricDetail detail,
            Map<String, RenditionFeed> feeds,
            QueueBudget queues) {
        this.feeds = feeds;
        this.queues = queues;
        MetricGroup group = SightlineMetrics.of(operator);
        groups = new RenditionGroups(group, detail);
        group.gauge("streams", () -> census().total());
        count(group, "streams_live", StreamState.LIVE);
        count(group, "streams_connecting", StreamState.CONNECTING);
        count(group, "streams_stalled", StreamState.STALLED);
        count(group, "streams_no_signal", StreamState.NO_SIGNAL);
        count(group, "streams_broken", StreamState.BROKEN);
        count(group, "streams_not_watched", StreamState.NOT_WATCHED);
        group.gauge("queued_packet_bytes", queues::bytes);
        reconnects = group.counter("reconnects");
        receivedBytes = group.counter("received_bytes");
    }

    private void count(MetricGroup group, String name, StreamState state) {
        group.gauge(name, () -> census().of(state));
    }

    /** A reporter asks for all of them at once: they are counted once for that. */
    private StreamCensus census() {
        StreamCensus known = census;
        long nowNanos = System.nanoTime();
        if (!known.isRecent(nowNanos)) {
            known = StreamCensus.taken(feeds, over, nowNanos);
            census = known;
        }
        return known;
    }

    /** A rendition was assigned. */
    void assigned(RenditionFeed feed) {
        String id = feed.splitId();
        over.remove(id);
        RenditionRef origin = feed.origin();
        assigned.put(id, origin);
        groups.open(
                origin.stream(),
                origin.rendition(),
                group -> {
                    group.gauge("state", () -> code(over.getOrDefault(id, feed.state())));
                    Gauge<Long> ofFeed = feed::reconnects;
                    group.gauge("reconnects", ofFeed);
                });
    }

    /** It is read no longer, but stays assigned until it is gone; called while still at work. */
    void over(RenditionFeed feed) {
        reconnects.inc(feed.newReconnects());
        over.put(feed.splitId(), Objects.requireNonNullElse(feed.lastState(), feed.state()));
    }

    /** A rendition is assigned no longer; it is not at work any more, or never was. */
    void gone(String splitId) {
        over.remove(splitId);
        RenditionRef origin = assigned.remove(splitId);
        if (origin != null) {
            groups.close(origin.stream(), origin.rendition());
        }
    }

    /** A tick of all feeds. */
    void onTick() {
        for (RenditionFeed feed : feeds.values()) {
            reconnects.inc(feed.newReconnects());
        }
        receivedBytes.inc(queues.receivedBytes() - receivedBytes.getCount());
    }

    /** Numbers for queries and dashboards: they never change. */
    private static int code(StreamState state) {
        return switch (state) {
            case CONNECTING -> 0;
            case LIVE -> 1;
            case STALLED -> 2;
            case NO_SIGNAL -> 3;
            case BROKEN -> 4;
            case NOT_WATCHED -> 5;
        };
    }
}
