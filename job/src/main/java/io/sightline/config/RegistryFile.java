package io.sightline.config;

import io.sightline.detector.model.StreamId;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.yaml.ConfigException;
import io.sightline.yaml.ConfigProblem;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.UnreadableFile;
import io.sightline.yaml.YamlMap;
import io.sightline.yaml.YamlText;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads registry files. An entry with a problem is skipped and reported; the others are used. Only
 * a file that says nothing at all about streams is refused as a whole.
 *
 * @param templates names of the policy templates that entries may give
 * @param detectors ids of the detectors that entries may give
 */
public record RegistryFile(Set<String> templates, Set<String> detectors) implements Serializable {

    /** Stands for every name of a template, where the policy is not known. */
    static final String ANY = "*";

    /** A file of 4 bytes a character could be read; anything larger is no registry. */
    private static final long MAX_BYTES = 4L * YamlText.MAX_CHARS;

    public RegistryFile {
        templates = Set.copyOf(templates);
        detectors = Set.copyOf(detectors);
    }

    /** A reader that knows no policy, and so takes every template. */
    public static RegistryFile withAnyTemplate(Set<String> detectors) {
        return new RegistryFile(Set.of(ANY), detectors);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException when the file cannot be read or is no registry; a watcher then keeps
     *     what it had
     */
    public Registry read(Path file) {
        return parse(file.toString(), text(file));
    }

    /**
     * What is in a file.
     *
     * @throws ConfigException when the file cannot be read
     */
    public static String text(Path file) {
        ConfigProblems problems = new ConfigProblems(file.toString());
        try {
            if (Files.size(file) <= MAX_BYTES) {
                return Files.readString(file);
            }
            problems.add(0, "larger than " + MAX_BYTES + " bytes; split it");
        } catch (IOException e) {
            problems.add(0, UnreadableFile.describe(file, e, "a registry file"));
        }
        throw new ConfigException(problems.list());
    }

    /**
     * Reads one record of a topic: an entry as in a file, which may leave its id out.
     *
     * @param place how to call the record in messages
     * @param key the id of the stream
     * @return the entry, or what is wrong with it; whether its reference is there is not known yet
     */
    public Registry parseRecord(String place, String key, String text) {
        ConfigProblems problems = new ConfigProblems(place);
        if (key.isBlank()) {
            problems.add(0, "a record without a key names no stream");
            return new Registry(List.of(), problems.list(), Set.of());
        }
        Optional<StreamEntry> entry =
                YamlText.readMap(text, problems)
                        .flatMap(
                                map ->
                                        new RegistryEntryReader(templates, detectors, problems)
                                                .entryOf(key, map));
        return problems.count() > 0
                ? new Registry(List.of(), problems.list(), Set.of(new StreamId(key)))
                : new Registry(entry.stream().toList(), List.of(), Set.of());
    }

    /**
     * Reads a text.
     *
     * @param file how to call the file in messages
     * @throws ConfigException when the text is no registry
     */
    public Registry parse(String file, String text) {
        ConfigProblems problems = new ConfigProblems(file);
        Optional<YamlMap> root = YamlText.readMap(text, problems);
        if (root.isPresent()) {
            root.get().allowOnly(List.of("streams"));
            if (!root.get().has("streams")) {
                problems.add(root.get().line(), "'streams' is missing: a list of streams to watch");
            }
        }
        Optional<List<Node>> items = root.flatMap(map -> map.items("streams"));
        problems.throwIfAny();

        RegistryEntryReader reader = new RegistryEntryReader(templates, detectors, problems);
        List<StreamEntry> entries = new ArrayList<>();
        Map<StreamId, Integer> lines = new HashMap<>();
        Set<StreamId> skipped = new HashSet<>();
        for (Node item : items.orElseThrow()) {
            if (!(item instanceof MappingNode node)) {
                problems.add(
                        YamlText.line(item),
                        "a stream is a map with 'id' and 'url', but was " + YamlText.kind(item));
                continue;
            }
            int before = problems.count();
            Optional<StreamEntry> entry = reader.entry(new YamlMap(node, problems));
            if (problems.count() > before || entry.isEmpty()) {
                EntryNode.id(item)
                        .filter(id -> !id.isEmpty())
                        .map(StreamId::new)
                        .ifPresent(skipped::add);
                continue;
            }
            Integer first = lines.putIfAbsent(entry.get().id(), YamlText.line(item));
            if (first == null) {
                entries.add(entry.get());
            } else {
                problems.add(
                        YamlText.line(item),
                        "duplicate id '"
                                + entry.get().id()
                                + "'; the one on line "
                                + first
                                + " is used");
            }
        }
        skipped.removeAll(lines.keySet());
        return new Registry(entries, problems.list(), skipped)
                .withReferencesChecked(
                        (entry, problem) ->
                                new ConfigProblem(
                                        file, lines.getOrDefault(entry.id(), 0), problem));
    }
}
