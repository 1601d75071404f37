package io.sightline.source.enumerator;

import io.sightline.detector.model.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses keys for streams, as {@link Placement} does, but puts those that show one programme into
 * one key group: they meet in one subtask at every parallelism, where they are compared. Each has a
 * key of its own, so no state is shared.
 */
final class ProgrammePlacement {

    private final Placement placement;
    private final Map<StreamId, List<String>> keys = new HashMap<>(); // by programme

    ProgrammePlacement(int maxParallelism) {
        this.placement = new Placement(maxParallelism);
    }

    /** A new key for a stream; counts as loaded by it. */
    String place(StreamEntry entry) {
        String name = entry.id().value();
        List<String> companions = keys.get(entry.programme());
        String key =
                companions == null
                        ? placement.place(name)
                        : placement.placeBeside(name, companions.get(0));
        remember(entry, key);
        return key;
    }

    /** Counts a key that was placed earlier. */
    void occupy(StreamEntry entry, String key) {
        placement.occupy(key);
        remember(entry, key);
    }

    /** Frees the share of a key that is gone. */
    void release(StreamEntry entry, String key) {
        placement.release(key);
        keys.computeIfPresent(
                entry.programme(),
                (programme, all) -> {
                    all.remove(key);
                    return all.isEmpty() ? null : all;
                });
    }

    /** Whether a key is where others of the entry's programme are, if there are any. */
    boolean isBeside(StreamEntry entry, String key) {
        return keys.getOrDefault(entry.programme(), List.of()).stream()
                .allMatch(other -> placement.areTogether(key, other));
    }

    int subtaskOf(String key, int parallelism) {
        return placement.subtaskOf(key, parallelism);
    }

    private void remember(StreamEntry entry, String key) {
        keys.computeIfAbsent(entry.programme(), programme -> new ArrayList<>()).add(key);
    }
}
