package io.sightline.source.reader;

import io.sightline.flow.StreamState;
import java.util.EnumMap;
import java.util.Map;

/** How many renditions of a reader were in each state at one instant. Immutable. */
final class StreamCensus {

    private static final long RECENT_NANOS = 250_000_000;

    /** Of nobody, and never recent. */
    static final StreamCensus NONE =
            new StreamCensus(new EnumMap<>(StreamState.class), System.nanoTime() - RECENT_NANOS);

    private final Map<StreamState, Integer> counts; // never changed after construction
    private final long takenNanos;

    private StreamCensus(Map<StreamState, Integer> counts, long takenNanos) {
        this.counts = counts;
        this.takenNanos = takenNanos;
    }

    /**
     * Counts.
     *
     * @param feeds those that are read, by split
     * @param over the last states of those whose input is over; one in both is over
     */
    static StreamCensus taken(
            Map<String, RenditionFeed> feeds, Map<String, StreamState> over, long nowNanos) {
        Map<StreamState, Integer> counts = new EnumMap<>(StreamState.class);
        for (Map.Entry<String, RenditionFeed> feed : feeds.entrySet()) {
            if (!over.containsKey(feed.getKey())) {
                counts.merge(feed.getValue().state(), 1, Integer::sum);
            }
        }
        for (StreamState state : over.values()) {
            counts.merge(state, 1, Integer::sum);
        }
        return new StreamCensus(counts, nowNanos);
    }

    boolean isRecent(long nowNanos) {
        return nowNanos - takenNanos < RECENT_NANOS;
    }

    int of(StreamState state) {
        return counts.getOrDefault(state, 0);
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
