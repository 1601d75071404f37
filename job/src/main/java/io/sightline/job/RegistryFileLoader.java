package io.sightline.job;

import io.sightline.config.ConfigException;
import io.sightline.config.LabelSelector;
import io.sightline.config.Registry;
import io.sightline.config.RegistryFile;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.Detector;
import io.sightline.detector.model.StreamId;
import io.sightline.source.enumerator.RegistryLoader;
import io.sightline.source.enumerator.StreamEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Loads the streams of a registry file, behind those that the command line names. */
record RegistryFileLoader(
        String path,
        RegistryFile format,
        TreeMap<String, String> select,
        ArrayList<StreamEntry> always)
        implements RegistryLoader {

    private static final long serialVersionUID = 1L;

    static RegistryFileLoader of(MonitorPlan plan) {
        Set<String> detectors =
                DetectorCatalog.load(RegistryFileLoader.class.getClassLoader())
                        .descriptions()
                        .stream()
                        .map(Detector::id)
                        .collect(Collectors.toSet());
        return new RegistryFileLoader(
                plan.registry().toAbsolutePath().toString(),
                new RegistryFile(plan.policy().templates(), detectors),
                new TreeMap<>(plan.select()),
                new ArrayList<>(plan.streams()));
    }

    @Override
    public Loaded load() throws IOException {
        Registry registry;
        try {
            registry = format.read(Path.of(path));
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
        List<StreamEntry> entries = new ArrayList<>(always);
        List<String> problems = new ArrayList<>();
        Set<StreamId> taken =
                always.stream().map(StreamEntry::id).collect(Collectors.toCollection(HashSet::new));
        registry.problems().forEach(problem -> problems.add(problem.toString()));
        LabelSelector selector = new LabelSelector(select);
        for (StreamEntry entry : registry.entries()) { // the disabled ones too: their state says so
            if (!selector.matches(entry)) {
                continue;
            }
            if (taken.add(entry.id())) {
                entries.add(entry);
            } else {
                problems.add(
                        path
                                + ": the id '"
                                + entry.id()
                                + "' is taken by an input of the command line");
            }
        }
        return new Loaded(entries, problems);
    }
}
