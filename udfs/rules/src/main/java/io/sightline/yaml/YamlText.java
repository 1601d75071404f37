package io.sightline.yaml;

import io.sightline.media.Redaction;
import java.io.StringReader;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML that anybody may have written: no object is ever built from a tag, and size, depth and
 * the use of aliases are bounded.
 */
public final class YamlText {

    public static final int MAX_CHARS = 4_000_000; // some 20,000 registry entries
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;
    private static final Set<Tag> PLAIN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP);

    private YamlText() {}

    /** The map that the document is; empty, with problems added, when it is none. */
    public static Optional<YamlMap> readMap(String text, ConfigProblems problems) {
        if (text.length() > MAX_CHARS) {
            problems.add(0, "larger than " + MAX_CHARS + " characters; split it");
            return Optional.empty();
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        Node root;
        try {
            root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(line, "not valid YAML: " + e.getProblem());
            return Optional.empty();
        } catch (YAMLException e) {
            problems.add(0, "not valid YAML: " + e.getMessage());
            return Optional.empty();
        }
        if (root == null) {
            problems.add(0, "is empty");
            return Optional.empty();
        }
        if (!(root instanceof MappingNode map)) {
            problems.add(line(root), "expected 'key: value' lines, but found " + kind(root));
            return Optional.empty();
        }
        int before = problems.count();
        refuseTags(root, problems, Collections.newSetFromMap(new IdentityHashMap<>()));
        return problems.count() > before
                ? Optional.empty()
                : Optional.of(new YamlMap(map, problems));
    }

    public static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** What it is, for messages; a location in it loses what may be secret. */
    public static String kind(Node node) {
        return switch (node.getNodeId()) {
            case scalar -> {
                String value = ((ScalarNode) node).getValue();
                yield value.isEmpty() ? "nothing" : "'" + Redaction.of(value) + "'";
            }
            case sequence -> "a list";
            case mapping -> "a map";
            case anchor -> "an alias";
        };
    }

    /** Aliases make the nodes a graph, perhaps with cycles: each is visited once. */
    private static void refuseTags(Node node, ConfigProblems problems, Set<Node> visited) {
        if (!visited.add(node)) {
            return;
        }
        if (node instanceof MappingNode map) {
            refuseTag(node, node.getTag().equals(Tag.MAP), problems);
            for (NodeTuple entry : map.getValue()) {
                if (!entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                    refuseTags(entry.getKeyNode(), problems, visited);
                }
                refuseTags(entry.getValueNode(), problems, visited);
            }
        } else if (node instanceof SequenceNode list) {
            refuseTag(node, node.getTag().equals(Tag.SEQ), problems);
            list.getValue().forEach(item -> refuseTags(item, problems, visited));
        } else {
            refuseTag(node, PLAIN.contains(node.getTag()), problems);
        }
    }

    private static void refuseTag(Node node, boolean plain, ConfigProblems problems) {
        if (!plain) {
            problems.add(line(node), "the tag '" + node.getTag() + "' is not allowed; remove it");
        }
    }
}
