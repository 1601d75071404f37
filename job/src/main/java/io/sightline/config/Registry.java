package io.sightline.config;

import io.sightline.detector.model.StreamId;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.yaml.ConfigProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

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

    /**
     * The same, without entries that refer to a stream that they cannot be compared with.
     *
     * @param problemOf says where an entry stands, given what is wrong with it
     */
    public Registry withReferencesChecked(
            BiFunction<StreamEntry, String, ConfigProblem> problemOf) {
        References references = References.of(this);
        List<StreamEntry> good = new ArrayList<>();
        List<ConfigProblem> all = new ArrayList<>(problems);
        Set<StreamId> without = new HashSet<>(skipped);
        for (StreamEntry entry : entries) {
            Optional<String> problem = references.problemWith(entry);
            if (problem.isEmpty()) {
                good.add(entry);
            } else {
                all.add(problemOf.apply(entry, problem.get()));
                without.add(entry.id());
            }
        }
        all.sort(Comparator.comparing(ConfigProblem::file).thenComparingInt(ConfigProblem::line));
        return new Registry(good, all, without);
    }

    /** The enabled entries that a selection takes. */
    public List<StreamEntry> select(LabelSelector selector) {
        return entries.stream().filter(StreamEntry::enabled).filter(selector::matches).toList();
    }
}
