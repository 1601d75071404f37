package io.sightline.source.enumerator;

import io.sightline.detector.model.StreamId;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * Loads a registry that may change. Called on a worker thread of the enumerator, which owns it, and
 * closed on another thread.
 */
@FunctionalInterface
public interface RegistryLoader extends AutoCloseable {

    /**
     * What was loaded.
     *
     * @param entries those that are good
     * @param problems one message each for those that are not; they are reported and skipped
     * @param skipped ids of those that are not, as far as they have one: who is watched already
     *     goes on by the last good entry
     */
    record Loaded(List<StreamEntry> entries, List<String> problems, Set<StreamId> skipped) {
        public Loaded {
            entries = List.copyOf(entries);
            problems = List.copyOf(problems);
            skipped = Set.copyOf(skipped);
        }
    }

    /** Makes a loader for each enumerator; travels with the job. */
    @FunctionalInterface
    interface Opener extends Serializable {

        /** A loader, which has not looked yet; the caller owns it. Never blocks. */
        RegistryLoader open();
    }

    /**
     * Loads all of it, within some seconds.
     *
     * @throws IOException when it cannot be read at all: the last good one stays in force
     */
    Loaded load() throws IOException;

    /** Gives connections back; nothing by default. */
    @Override
    default void close() {
        // Most hold nothing between two looks.
    }
}
