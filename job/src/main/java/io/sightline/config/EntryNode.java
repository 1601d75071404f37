package io.sightline.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where pieces of YAML lie in their text, and whether two of them say the same. */
final class EntryNode {

    private static final String ENABLED = "enabled";

    private EntryNode() {}

    /** The id that an entry gives, however bad the rest of it is. */
    static Optional<String> id(Node entry) {
        return entry instanceof MappingNode map
                ? value(map, "id")
                        .filter(ScalarNode.class::isInstance)
                        .map(id -> ((ScalarNode) id).getValue().strip())
                : Optional.empty();
    }

    /** What a node says, without how it is written. */
    static String meaning(Node node) {
        return meaning(node, "");
    }

    /** What an entry says, except whether it is enabled. */
    static String meaningBesidesEnabled(Node entry) {
        return meaning(entry, ENABLED);
    }

    private static String meaning(Node node, String leftOut) {
        if (node instanceof MappingNode map) {
            return map.getValue().stream()
                    .filter(t -> leftOut.isEmpty() || !isKey(t, leftOut))
                    .map(t -> meaning(t.getKeyNode(), "") + ":" + meaning(t.getValueNode(), ""))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().stream()
                    .map(item -> meaning(item, ""))
                    .collect(Collectors.joining(",", "[", "]"));
        }
        String value = ((ScalarNode) node).getValue();
        return value.length() + "'" + value;
    }

    /** Whether anything in it has a name that others refer to. */
    static boolean hasAnchor(Node node) {
        if (node.getAnchor() != null) {
            return true;
        }
        if (node instanceof MappingNode map) {
            return map.getValue().stream()
                    .anyMatch(t -> hasAnchor(t.getKeyNode()) || hasAnchor(t.getValueNode()));
        }
        return node instanceof SequenceNode list
                && list.getValue().stream().anyMatch(EntryNode::hasAnchor);
    }

    static boolean isBlock(Node node) {
        return node instanceof CollectionNode<?> c && c.getFlowStyle() == FlowStyle.BLOCK;
    }

    static int begin(String text, Node node) {
        return offset(text, node.getStartMark());
    }

    /** Behind the last character that belongs to the node; what YAML says includes blank lines. */
    static int end(String text, Node node) {
        int end = offset(text, node.getEndMark());
        if (isBlock(node)) {
            List<Node> parts =
                    node instanceof MappingNode map
                            ? map.getValue().stream()
                                    .flatMap(
                                            t -> List.of(t.getKeyNode(), t.getValueNode()).stream())
                                    .toList()
                            : ((SequenceNode) node).getValue();
            end = parts.stream().mapToInt(part -> end(text, part)).max().orElse(end);
        } else if (node instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.LITERAL
                        || scalar.getScalarStyle() == ScalarStyle.FOLDED)) {
            while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
        }
        return end;
    }

    /** Marks count code points. */
    private static int offset(String text, Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    /** The text with the entry enabled, or not; the same text when it says so already. */
    static String withEnabled(String text, MappingNode entry, boolean enabled) {
        Optional<Node> now = value(entry, ENABLED);
        if (now.isPresent()) {
            int begin = begin(text, now.get());
            int end = end(text, now.get());
            String space = text.charAt(begin - 1) == ':' ? " " : "";
            return text.substring(0, begin) + space + enabled + text.substring(end);
        }
        if (enabled) {
            return text; // the default
        }
        int firstKey = begin(text, entry.getValue().get(0).getKeyNode());
        if (isBlock(entry)) {
            int line = text.lastIndexOf('\n', firstKey) + 1;
            int insert = lineEnd(text, end(text, entry));
            String indent = " ".repeat(firstKey - line);
            boolean isLast = insert == 0 || text.charAt(insert - 1) != '\n';
            String before = isLast ? lineBreak(text) : "";
            String after = isLast ? "" : lineBreak(text);
            return text.substring(0, insert)
                    + before
                    + indent
                    + "enabled: false"
                    + after
                    + text.substring(insert);
        }
        int brace = end(text, entry) - 1;
        String quote = text.charAt(firstKey) == '"' ? "\"" : "";
        return text.substring(0, brace).stripTrailing()
                + ", "
                + quote
                + ENABLED
                + quote
                + ": false"
                + text.substring(brace);
    }

    /** Behind the line that {@code offset} is in. */
    static int lineEnd(String text, int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end + 1;
    }

    static String lineBreak(String text) {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    private static Optional<Node> value(MappingNode map, String key) {
        return map.getValue().stream()
                .filter(tuple -> isKey(tuple, key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private static boolean isKey(NodeTuple tuple, String key) {
        return tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key);
    }
}
