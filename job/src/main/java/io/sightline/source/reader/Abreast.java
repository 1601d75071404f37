package io.sightline.source.reader;

import io.sightline.detector.model.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps files that show the same programme abreast, because what they show is compared: one that is
 * ahead waits for the others, so that the same files give the same rows however fast each of them
 * is read. What does not wait for the task keeps nobody waiting, nor does what has no media to
 * give. Thread: the task's.
 */
final class Abreast {

    /** Well below what a comparison allows for; enough that nobody waits for every packet. */
    static final long MOST_AHEAD_MICROS = 2_000_000;

    private final Map<StreamId, List<RenditionFeed>> byProgramme = new HashMap<>();
    private final Map<StreamId, Set<RenditionFeed>> waiting = new HashMap<>();

    void add(RenditionFeed feed) {
        byProgramme.computeIfAbsent(feed.programme(), id -> new ArrayList<>()).add(feed);
    }

    /** The feed is gone, or about to show another programme. */
    void remove(RenditionFeed feed) {
        waiting.getOrDefault(feed.programme(), new LinkedHashSet<>()).remove(feed);
        byProgramme.computeIfPresent(
                feed.programme(),
                (id, all) -> {
                    all.remove(feed);
                    return all.isEmpty() ? null : all;
                });
    }

    /** Whether the feed waits: it is then among those that are released. */
    boolean holds(RenditionFeed feed) {
        List<RenditionFeed> all = byProgramme.getOrDefault(feed.programme(), List.of());
        for (RenditionFeed other : all) {
            if (feed.reachedMicros() - other.reachedMicros() > MOST_AHEAD_MICROS
                    && feed.waitsForTask()
                    && other.waitsForTask()
                    && other.isUnderWay()) {
                waiting.computeIfAbsent(feed.programme(), id -> new LinkedHashSet<>()).add(feed);
                return true;
            }
        }
        return false;
    }

    /** Those that waited for a feed, which went on; they are to be looked at again. */
    Collection<RenditionFeed> released(RenditionFeed feed) {
        Set<RenditionFeed> those = waiting.remove(feed.programme());
        return those == null ? List.of() : those;
    }

    /** All that waited: what they wait for may be in trouble by now. */
    Collection<RenditionFeed> released() {
        List<RenditionFeed> all = waiting.values().stream().flatMap(Set::stream).toList();
        waiting.clear();
        return all;
    }
}
