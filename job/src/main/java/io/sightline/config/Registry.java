package io.sightline.config;

import io.sightline.detector.model.StreamId;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.yaml.ConfigProblem;
import java.util.List;
import java.util.Set;

/**
 * What a registry file says: the entries that can be used, and what is wrong with the others.
 *
 * @param entries in the order of the file; the disabled ones are among them
 * @param problems of the entries that were skipped, in the order of the file
 * @param skipped ids of the entries that were skipped, as far as they have one
 */
public record Registry(
        List<StreamEntry> entries, List<ConfigProblem> problems, Set<StreamId> skipped) {

    public Registry {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
        skipped = Set.copyOf(skipped);
    }

    /** The enabled entries that a selection takes. */
    public List<StreamEntry> select(LabelSelector selector) {
        return entries.stream().filter(StreamEntry::enabled).filter(selector::matches).toList();
    }
}
