package io.sightline.source.enumerator;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** Loads a registry that may change. Called on a worker thread of the enumerator. */
@FunctionalInterface
public interface RegistryLoader extends Serializable {

    /**
     * What was loaded.
     *
     * @param entries those that are good
     * @param problems one message each for those that are not; they are reported and skipped
     */
    record Loaded(List<StreamEntry> entries, List<String> problems) {
        public Loaded {
            entries = List.copyOf(entries);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Loads all of it.
     *
     * @throws IOException when it cannot be read at all: the last good one stays in force
     */
    Loaded load() throws IOException;
}
