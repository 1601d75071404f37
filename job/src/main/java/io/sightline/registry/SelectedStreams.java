package io.sightline.registry;

import io.sightline.config.LabelSelector;
import io.sightline.config.Registry;
import io.sightline.detector.model.StreamId;
import io.sightline.source.enumerator.RegistryLoader;
import io.sightline.source.enumerator.StreamEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The streams of the command line, then those of a registry that a selection takes. */
final class SelectedStreams implements RegistryLoader {

    private final RegistrySource source; // owned, closed in close()
    private final String name; // of the registry, in messages
    private final LabelSelector selector;
    private final List<StreamEntry> always;

    /** Ownership: takes {@code source}. */
    SelectedStreams(
            RegistrySource source, String name, LabelSelector selector, List<StreamEntry> always) {
        this.source = source;
        this.name = name;
        this.selector = selector;
        this.always = List.copyOf(always);
    }

    @Override
    public Loaded load() throws IOException {
        Registry registry = source.read();
        List<StreamEntry> entries = new ArrayList<>(always);
        List<String> problems = new ArrayList<>();
        Set<StreamId> taken = new HashSet<>();
        always.forEach(entry -> taken.add(entry.id()));
        registry.problems().forEach(problem -> problems.add(problem.toString()));
        for (StreamEntry entry : registry.entries()) { // the disabled ones too: their state says so
            if (!selector.matches(entry)) {
                continue;
            }
            if (taken.add(entry.id())) {
                entries.add(entry);
            } else {
                problems.add(
                        name
                                + ": the id '"
                                + entry.id()
                                + "' is taken by an input of the command line");
            }
        }
        return new Loaded(entries, problems, registry.skipped());
    }

    @Override
    public void close() {
        source.close();
    }
}
