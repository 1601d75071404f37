package io.sightline.source.enumerator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Streams named once, such as those of the command line. */
public record FixedRegistry(List<StreamEntry> entries) implements Registry {

    private static final long serialVersionUID = 1L;

    public FixedRegistry {
        Set<Object> ids = new HashSet<>();
        for (StreamEntry entry : entries) {
            if (!ids.add(entry.id())) {
                throw new IllegalArgumentException(
                        "Two streams have the id '" + entry.id() + "'; give each its own");
            }
        }
        entries = List.copyOf(entries);
    }

    @Override
    public List<StreamEntry> initialEntries() {
        return entries;
    }
}
