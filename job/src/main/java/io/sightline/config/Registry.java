package io.sightline.config;

import io.sightline.source.enumerator.StreamEntry;
import java.util.List;

/**
 * What a registry file says: the entries that can be used, and what is wrong with the others.
 *
 * @param entries in the order of the file; the disabled ones are among them
 * @param problems of the entries that were skipped, in the order of the file
 */
public record Registry(List<StreamEntry> entries, List<ConfigProblem> problems) {

    public Registry {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    /** The enabled entries that a selection takes. */
    public List<StreamEntry> select(LabelSelector selector) {
        return entries.stream().filter(StreamEntry::enabled).filter(selector::matches).toList();
    }
}
