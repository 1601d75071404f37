package io.sightline.notify.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The incidents that wait for others like them, and how many streams each label value would
 * explain. Counts are kept as incidents come and go, so that to decide about one costs the same in
 * a burst of ten thousand. Thread: the desk's.
 */
final class Gathering {

    private final GroupSettings settings;
    private final LinkedHashMap<String, Case> waiting = new LinkedHashMap<>(); // oldest first
    private final Map<Bucket, Map<String, Integer>> incidentsByStream = new HashMap<>();

    Gathering(GroupSettings settings) {
        this.settings = settings;
    }

    /** Whether it has anything that it could have in common with others. */
    boolean concerns(Case one) {
        return !Bucket.of(one.opening, settings).isEmpty();
    }

    void add(Case one) {
        waiting.put(one.id(), one);
        for (Bucket bucket : Bucket.of(one.opening, settings)) {
            incidentsByStream
                    .computeIfAbsent(bucket, b -> new HashMap<>())
                    .merge(one.stream(), 1, Integer::sum);
        }
    }

    void remove(Case one) {
        if (waiting.remove(one.id()) == null) {
            return;
        }
        for (Bucket bucket : Bucket.of(one.opening, settings)) {
            Map<String, Integer> streams = incidentsByStream.get(bucket);
            streams.computeIfPresent(one.stream(), (s, n) -> n == 1 ? null : n - 1);
            if (streams.isEmpty()) {
                incidentsByStream.remove(bucket);
            }
        }
    }

    /** The one that has waited longest. */
    @Nullable Case oldest() {
        return waiting.isEmpty() ? null : waiting.values().iterator().next();
    }

    List<Case> all() {
        return new ArrayList<>(waiting.values());
    }

    /** What explains the most failing streams, this one among them; null if it is nothing. */
    @Nullable Bucket explanationOf(Case one) {
        Bucket best = null;
        int most = settings.min() - 1;
        for (Bucket bucket : Bucket.of(one.opening, settings)) {
            int streams = incidentsByStream.getOrDefault(bucket, Map.of()).size();
            if (streams > most) { // of equals the first: the order is the operator's
                best = bucket;
                most = streams;
            }
        }
        return best;
    }

    /** Those that wait and have something in common. */
    List<Case> in(Bucket bucket) {
        List<Case> members = new ArrayList<>();
        for (Case one : waiting.values()) {
            if (Bucket.of(one.opening, settings).contains(bucket)) {
                members.add(one);
            }
        }
        return members;
    }
}
