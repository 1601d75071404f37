package io.sightline.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Typed access to one map of a YAML file. A reader of a key gives empty when the key is absent, and
 * also when its value is wrong: then the problem has been added, with its line.
 */
public final class YamlMap {

    private final MappingNode node;
    private final ConfigProblems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    public YamlMap(MappingNode node, ConfigProblems problems) {
        this.node = node;
        this.problems = problems;
        for (NodeTuple entry : node.getValue()) {
            int line = YamlText.line(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
                problems.add(
                        line, "a key must be a word, not " + YamlText.kind(entry.getKeyNode()));
                continue;
            }
            String key = scalar.getValue();
            Integer first = lines.putIfAbsent(key, line);
            if (first != null) {
                problems.add(line, "duplicate key '" + key + "'; first on line " + first);
                continue;
            }
            values.put(key, entry.getValueNode());
        }
    }

    public MappingNode node() {
        return node;
    }

    public int line() {
        return YamlText.line(node);
    }

    /** The line of a key; that of the map when the key is absent. */
    public int line(String key) {
        return lines.getOrDefault(key, line());
    }

    public Set<String> keys() {
        return values.keySet();
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** What is behind a key, whatever it is. */
    public Optional<Node> node(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Adds a problem for each key that is not one of these. */
    public void allowOnly(Collection<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problems.add(line(key), "unknown key '" + key + "'" + NearestWord.hint(key, known));
            }
        }
    }

    public Optional<String> text(String key) {
        return scalar(key, "text").map(ScalarNode::getValue);
    }

    public Optional<Boolean> flag(String key) {
        return scalar(key, "true or false")
                .flatMap(
                        scalar ->
                                switch (scalar.getValue()) {
                                    case "true" -> Optional.of(true);
                                    case "false" -> Optional.of(false);
                                    default -> wrong(key, "true or false", scalar);
                                });
    }

    public Optional<Double> number(String key) {
        return scalar(key, "a number").flatMap(scalar -> number(key, scalar));
    }

    /** A list of so many numbers. */
    public Optional<List<Double>> numbers(String key, int count) {
        String expected = "a list of " + count + " numbers";
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof SequenceNode list) || list.getValue().size() != count) {
            return wrong(key, expected, value);
        }
        List<Double> numbers = new ArrayList<>();
        for (Node item : list.getValue()) {
            if (item instanceof ScalarNode scalar) {
                number(key, scalar).ifPresent(numbers::add);
            } else {
                wrong(key, expected, item);
            }
        }
        return numbers.size() == count ? Optional.of(numbers) : Optional.empty();
    }

    public Optional<Duration> duration(String key) {
        return scalar(key, YamlDuration.EXPECTED)
                .flatMap(
                        scalar -> {
                            Optional<Duration> duration = YamlDuration.parse(scalar.getValue());
                            return duration.isPresent()
                                    ? duration
                                    : wrong(key, YamlDuration.EXPECTED, scalar);
                        });
    }

    /** One of these words. */
    public Optional<String> oneOf(String key, Collection<String> words) {
        return scalar(key, "one of " + String.join(", ", words))
                .flatMap(
                        scalar -> {
                            if (words.contains(scalar.getValue())) {
                                return Optional.of(scalar.getValue());
                            }
                            problems.add(
                                    YamlText.line(scalar),
                                    "'"
                                            + key
                                            + "' is one of "
                                            + String.join(", ", words)
                                            + ", but was '"
                                            + scalar.getValue()
                                            + "'");
                            return Optional.empty();
                        });
    }

    public boolean isMap(String key) {
        return values.get(key) instanceof MappingNode;
    }

    public boolean isList(String key) {
        return values.get(key) instanceof SequenceNode;
    }

    /** A list of words, none of them empty. */
    public Optional<List<String>> texts(String key) {
        String expected = "a list of names";
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof SequenceNode list)) {
            return wrong(key, expected, value);
        }
        List<String> texts = new ArrayList<>();
        for (Node item : list.getValue()) {
            if (item instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                texts.add(scalar.getValue());
            } else {
                return wrong(key, expected, item);
            }
        }
        return Optional.of(texts);
    }

    /** A map; a key with nothing behind it is an empty one. */
    public Optional<YamlMap> map(String key) {
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof MappingNode map) {
            return Optional.of(new YamlMap(map, problems));
        }
        return isNothing(value) ? Optional.empty() : wrong(key, "a map", value);
    }

    /** As {@link #map}, but what stands there instead of a map is not shown. */
    public Optional<YamlMap> secretMap(String key) {
        if (values.get(key) instanceof ScalarNode scalar && !isNothing(scalar)) {
            problems.add(YamlText.line(scalar), "'" + key + "' is a map, but was text");
            return Optional.empty();
        }
        return map(key);
    }

    /**
     * The items of a list, each with its own place for problems: one bad item harms no other.
     *
     * @return empty when the key is absent or not a list
     */
    public Optional<List<Node>> items(String key) {
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof SequenceNode list) {
            return Optional.of(list.getValue());
        }
        return isNothing(value) ? Optional.of(List.of()) : wrong(key, "a list", value);
    }

    private Optional<ScalarNode> scalar(String key, String expected) {
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ScalarNode scalar && !isNothing(value)) {
            return Optional.of(scalar);
        }
        return wrong(key, expected, value);
    }

    private Optional<Double> number(String key, ScalarNode scalar) {
        try {
            double number = Double.parseDouble(scalar.getValue());
            return Double.isFinite(number) ? Optional.of(number) : wrong(key, "a number", scalar);
        } catch (NumberFormatException e) {
            return wrong(key, "a number", scalar);
        }
    }

    private <T> Optional<T> wrong(String key, String expected, Node found) {
        problems.add(
                YamlText.line(found),
                "'" + key + "' is " + expected + ", but was " + YamlText.kind(found));
        return Optional.empty();
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL)
                || (node instanceof ScalarNode scalar && scalar.getValue().isBlank());
    }
}
