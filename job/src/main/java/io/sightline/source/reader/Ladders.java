package io.sightline.source.reader;

import io.sightline.source.ingest.StatusBoard.Seen;
import io.sightline.source.ingest.manifest.Alignment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the live renditions of each stream with each other: which of them is missing although
 * others are there, and which is not cut as they are. All renditions of a stream are read by one
 * reader, so nothing crosses a network for it. Thread: the task's.
 */
final class Ladders {

    /** Beyond three target durations a manifest is old, which is told otherwise. */
    private static final int TARGETS_UNTIL_OLD = 3;

    private static final long SLACK_MILLIS = 3_000;

    private Map<RenditionFeed, Long> offSince = new HashMap<>();

    /** What one rendition showed last. */
    private record Rung(RenditionFeed feed, Seen seen) {

        boolean isOf(RenditionFeed other) {
            return feed.splitId().equals(other.splitId());
        }
    }

    /** Compares what is known now. */
    void look(Collection<RenditionFeed> feeds, long nowMillis) {
        Map<String, List<Rung>> ladders = new HashMap<>();
        for (RenditionFeed feed : feeds) {
            Seen seen = feed.seen();
            if (seen != null && isRecent(seen, nowMillis)) {
                ladders.computeIfAbsent(feed.origin().placementKey(), key -> new ArrayList<>())
                        .add(new Rung(feed, seen));
            }
        }
        Map<RenditionFeed, Long> before = offSince;
        offSince = new HashMap<>();
        for (List<Rung> ladder : ladders.values()) {
            for (Rung rung : ladder) {
                if (isOff(rung, ladder)) {
                    offSince.put(
                            rung.feed(), before.getOrDefault(rung.feed(), rung.seen().atMillis()));
                }
            }
        }
    }

    /** For how long a rendition has been off, at least 1; 0 when it is fine. */
    long offMillis(RenditionFeed feed, long nowMillis) {
        Long since = offSince.get(feed);
        return since == null ? 0 : Math.max(1, nowMillis - since);
    }

    private static boolean isRecent(Seen seen, long nowMillis) {
        long targetMillis = seen.listing() == null ? 0 : seen.listing().targetMillis();
        return nowMillis - seen.atMillis() <= TARGETS_UNTIL_OLD * targetMillis + SLACK_MILLIS;
    }

    private static boolean isOff(Rung rung, List<Rung> ladder) {
        List<Rung> others =
                ladder.stream()
                        .filter(one -> !one.isOf(rung.feed()) && one.seen().hasSegments())
                        .toList();
        if (!rung.seen().hasSegments()) {
            return !others.isEmpty();
        }
        long unlike =
                others.stream()
                        .filter(o -> !Alignment.holds(rung.seen().listing(), o.seen().listing()))
                        .count();
        return 2 * unlike > others.size(); // of two that differ, both
    }
}
