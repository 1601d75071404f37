package io.sightline.config;

import io.sightline.detector.model.StreamId;
import io.sightline.policy.Policy;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamEntry.Renditions;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

    static final List<String> KEYS =
            List.of(
                    "id",
                    "url",
                    "renditions",
                    "detectors",
                    "policy",
                    "labels",
                    "expected",
                    "enabled");
    private static final int MAX_ID_CHARS = 200;
    private static final int MAX_LABELS = 50;
    private static final int MAX_LABEL_CHARS = 1_000;

    public RegistryFile {
        templates = Set.copyOf(templates);
        detectors = Set.copyOf(detectors);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException when the file cannot be read or is no registry; a watcher then keeps
     *     what it had
     */
    public Registry read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            ConfigProblems problems = new ConfigProblems(file.toString());
            problems.add(0, UnreadableFile.describe(file, e, "a registry file"));
            throw new ConfigException(problems.list());
        }
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

        List<StreamEntry> entries = new ArrayList<>();
        Map<StreamId, Integer> lines = new HashMap<>();
        for (Node item : items.orElseThrow()) {
            if (!(item instanceof MappingNode node)) {
                problems.add(
                        YamlText.line(item),
                        "a stream is a map with 'id' and 'url', but was " + YamlText.kind(item));
                continue;
            }
            int before = problems.count();
            Optional<StreamEntry> entry = entry(new YamlMap(node, problems), problems);
            if (problems.count() > before || entry.isEmpty()) {
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
        return new Registry(entries, problems.list());
    }

    private Optional<StreamEntry> entry(YamlMap map, ConfigProblems problems) {
        map.allowOnly(KEYS);
        String id = required(map, "id", problems);
        String url = required(map, "url", problems);
        if (id.length() > MAX_ID_CHARS) {
            problems.add(map.line("id"), "an id has at most " + MAX_ID_CHARS + " characters");
        }
        List<String> names =
                map.isList("renditions") ? map.texts("renditions").orElse(List.of()) : List.of();
        Renditions renditions = renditions(map);
        if (renditions == Renditions.LISTED && names.isEmpty()) {
            problems.add(map.line("renditions"), "'renditions' lists no rendition");
        }
        List<String> chosen = chosenDetectors(map, problems);
        String policy = map.text("policy").orElse(Policy.DEFAULT);
        if (!templates.contains(policy)) {
            problems.add(
                    map.line("policy"),
                    "unknown policy template '"
                            + policy
                            + "'"
                            + NearestWord.hint(policy, sorted(templates)));
        }
        Map<String, String> labels = labels(map, problems);
        Optional<YamlMap> expected = map.map("expected");
        expected.ifPresent(read -> read.allowOnly(List.of("audio")));
        boolean audioExpected = expected.flatMap(read -> read.flag("audio")).orElse(false);
        boolean enabled = map.flag("enabled").orElse(true);
        if (id.isEmpty() || url.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new StreamEntry(
                        new StreamId(id),
                        url,
                        renditions,
                        names,
                        chosen,
                        policy,
                        labels,
                        audioExpected,
                        enabled));
    }

    private static Map<String, String> labels(YamlMap map, ConfigProblems problems) {
        Map<String, String> labels = new HashMap<>();
        Optional<YamlMap> read = map.map("labels");
        if (read.isEmpty()) {
            return labels;
        }
        for (String key : read.get().keys()) {
            String value = read.get().text(key).orElse("");
            if (key.length() > MAX_LABEL_CHARS || value.length() > MAX_LABEL_CHARS) {
                problems.add(
                        read.get().line(key),
                        "a label has at most " + MAX_LABEL_CHARS + " characters");
            }
            labels.put(key, value);
        }
        if (labels.size() > MAX_LABELS) {
            problems.add(map.line("labels"), "a stream has at most " + MAX_LABELS + " labels");
        }
        return labels;
    }

    private static String required(YamlMap map, String key, ConfigProblems problems) {
        if (!map.has(key)) {
            problems.add(map.line(), "a stream needs '" + key + "'");
        }
        return map.text(key).map(String::strip).orElse("");
    }

    private static Renditions renditions(YamlMap map) {
        if (map.isList("renditions")) {
            return Renditions.LISTED;
        }
        return switch (map.oneOf("renditions", List.of("all", "highest", "lowest"))
                .orElse("highest")) {
            case "all" -> Renditions.ALL;
            case "lowest" -> Renditions.LOWEST;
            default -> Renditions.HIGHEST;
        };
    }

    private List<String> chosenDetectors(YamlMap map, ConfigProblems problems) {
        if (!map.isList("detectors")) {
            map.oneOf("detectors", List.of("all"));
            return List.of();
        }
        List<String> chosen = map.texts("detectors").orElse(List.of());
        if (chosen.isEmpty()) {
            problems.add(map.line("detectors"), "'detectors' lists no detector; 'all' takes all");
        }
        for (String detector : chosen) {
            if (!detectors.contains(detector)) {
                problems.add(
                        map.line("detectors"),
                        "unknown detector '"
                                + detector
                                + "'"
                                + NearestWord.hint(detector, sorted(detectors)));
            }
        }
        return chosen;
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }
}
