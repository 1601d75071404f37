package io.sightline.config;

import io.sightline.yaml.ConfigException;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.NearestWord;
import io.sightline.yaml.YamlMap;
import io.sightline.yaml.YamlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The text of a registry file, for edits that leave everything else in it as it is: comments, order
 * and ways of writing. Each edit is read again and compared before it is given out; what cannot be
 * edited that way is refused.
 */
public final class RegistryText {

    private static final String STREAMS = "streams";

    private final String file; // in messages
    private final String text;
    private final Node list; // of the entries; a scalar when there is none
    private final List<Node> items;

    private RegistryText(String file, String text, Node list) {
        this.file = file;
        this.text = text;
        this.list = list;
        this.items = list instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    /**
     * Reads a text.
     *
     * @param file how to call it in messages
     * @throws ConfigException when it is no registry
     */
    public static RegistryText of(String file, String text) {
        ConfigProblems problems = new ConfigProblems(file);
        Optional<YamlMap> root = YamlText.readMap(text, problems);
        root.ifPresent(map -> map.allowOnly(List.of(STREAMS)));
        Optional<Node> list = root.flatMap(map -> map.node(STREAMS));
        if (root.isPresent() && list.isEmpty()) {
            problems.add(root.get().line(), "'streams' is missing: a list of streams to watch");
        }
        root.ifPresent(map -> map.items(STREAMS)); // adds a problem unless it is a list or nothing
        problems.throwIfAny();
        return new RegistryText(file, text, list.orElseThrow());
    }

    /** The ids of all entries that have one, bad ones among them, in their order. */
    public List<String> ids() {
        return items.stream().flatMap(item -> EntryNode.id(item).stream()).toList();
    }

    /**
     * The text with an entry more, at the end of the list.
     *
     * @throws EditRefused when its id is taken, or the list is written in a way that is not edited
     */
    public String withAdded(EntryDraft draft) {
        for (Node item : items) {
            if (EntryNode.id(item).equals(Optional.of(draft.id()))) {
                throw new EditRefused(
                        "a stream '"
                                + draft.id()
                                + "' is there already, on line "
                                + YamlText.line(item)
                                + " of "
                                + file);
            }
        }
        String edited = items.isEmpty() ? asFirst(draft) : asLast(draft);
        List<String> wanted = new ArrayList<>(items.stream().map(EntryNode::meaning).toList());
        RegistryText alone = of(file, "streams:\n" + lines(draft, 0, "\n"));
        wanted.add(EntryNode.meaning(alone.items.get(0)));
        requireSays(edited, wanted);
        return edited;
    }

    private String asFirst(EntryDraft draft) {
        int begin = EntryNode.begin(text, list);
        int end = EntryNode.end(text, list);
        String kept = text.substring(0, begin).stripTrailing() + text.substring(end);
        String from = text.substring(0, begin).stripTrailing();
        int insert = EntryNode.lineEnd(kept, from.length());
        return inserted(kept, insert, lines(draft, 2, EntryNode.lineBreak(text)));
    }

    private String asLast(EntryDraft draft) {
        int column = column();
        ItemLines last = item(items.size() - 1, column);
        boolean spaced = isBlankBefore(last.begin);
        String lineBreak = EntryNode.lineBreak(text);
        return inserted(
                text, last.end, (spaced ? lineBreak : "") + lines(draft, column, lineBreak));
    }

    private static String inserted(String text, int at, String lines) {
        boolean isOpen = at > 0 && text.charAt(at - 1) != '\n';
        return text.substring(0, at)
                + (isOpen ? EntryNode.lineBreak(text) : "")
                + lines
                + text.substring(at);
    }

    private static String lines(EntryDraft draft, int column, String lineBreak) {
        StringBuilder lines = new StringBuilder();
        String begin = " ".repeat(column) + "- ";
        for (String line : draft.asYaml()) {
            lines.append(begin).append(line).append(lineBreak);
            begin = " ".repeat(column + 2);
        }
        return lines.toString();
    }

    /**
     * The text without the lines of some entries.
     *
     * @throws EditRefused when an id is unknown or there twice, or the list is written in a way
     *     that is not edited
     */
    public String without(Collection<String> ids) {
        Set<Integer> gone = Set.copyOf(indexesOf(ids));
        int column = column();
        StringBuilder edited = new StringBuilder(text);
        List<String> wanted = new ArrayList<>();
        for (int i = items.size() - 1; i >= 0; i--) {
            if (gone.contains(i)) {
                ItemLines lines = item(i, column);
                boolean closesUp =
                        lines.begin > 0
                                && isBlankAt(text, previousLine(lines.begin))
                                && isBlankAt(edited, lines.end);
                int begin = closesUp ? previousLine(lines.begin) : lines.begin;
                edited.delete(begin, Math.min(lines.end, edited.length()));
            } else {
                wanted.add(0, EntryNode.meaning(items.get(i)));
            }
        }
        requireSays(edited.toString(), wanted);
        return edited.toString();
    }

    /**
     * The text with some entries enabled.
     *
     * @throws EditRefused when an id is unknown or there twice, or an entry is written in a way
     *     that is not edited
     */
    public String withEnabled(Collection<String> ids) {
        return with(ids, /* enabled= */ true);
    }

    /**
     * The text with some entries disabled.
     *
     * @throws EditRefused as {@link #withEnabled}
     */
    public String withDisabled(Collection<String> ids) {
        return with(ids, /* enabled= */ false);
    }

    private String with(Collection<String> ids, boolean enabled) {
        requireNoAnchors();
        List<Integer> indexes = indexesOf(ids);
        String edited = text;
        for (int i = items.size() - 1; i >= 0; i--) {
            if (indexes.contains(i)) {
                edited = EntryNode.withEnabled(edited, (MappingNode) items.get(i), enabled);
            }
        }
        RegistryText now = reread(edited);
        if (now.items.size() != items.size()) {
            throw unsafe();
        }
        for (int i = 0; i < items.size(); i++) {
            boolean same =
                    indexes.contains(i)
                            ? EntryNode.meaningBesidesEnabled(items.get(i))
                                    .equals(EntryNode.meaningBesidesEnabled(now.items.get(i)))
                            : EntryNode.meaning(items.get(i))
                                    .equals(EntryNode.meaning(now.items.get(i)));
            if (!same) {
                throw unsafe();
            }
        }
        return edited;
    }

    /**
     * The text of one record of a topic, enabled or disabled.
     *
     * @throws ConfigException when it is no map
     */
    public static String recordEnabled(String place, String text) {
        return recordWith(place, text, /* enabled= */ true);
    }

    /** As {@link #recordEnabled}. */
    public static String recordDisabled(String place, String text) {
        return recordWith(place, text, /* enabled= */ false);
    }

    private static String recordWith(String place, String text, boolean enabled) {
        MappingNode before = record(place, text);
        if (!EntryNode.hasAnchor(before) && !before.getValue().isEmpty()) {
            String edited = EntryNode.withEnabled(text, before, enabled);
            String meaning = EntryNode.meaningBesidesEnabled(record(place, edited));
            if (meaning.equals(EntryNode.meaningBesidesEnabled(before))) {
                return edited;
            }
        }
        throw new EditRefused(place + " cannot be edited safely; write it anew");
    }

    private static MappingNode record(String place, String text) {
        ConfigProblems problems = new ConfigProblems(place);
        Optional<YamlMap> map = YamlText.readMap(text, problems);
        problems.throwIfAny();
        return map.orElseThrow().node();
    }

    private List<Integer> indexesOf(Collection<String> ids) {
        List<String> known = ids();
        List<String> reasons = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (String id : ids) {
            int before = indexes.size();
            for (int i = 0; i < items.size(); i++) {
                if (EntryNode.id(items.get(i)).equals(Optional.of(id))) {
                    indexes.add(i);
                }
            }
            if (indexes.size() == before) {
                reasons.add("no stream '" + id + "' in " + file + NearestWord.hint(id, known));
            } else if (indexes.size() > before + 1) {
                reasons.add(
                        "the id '"
                                + id
                                + "' is there more than once in "
                                + file
                                + "; edit it by hand");
            }
        }
        if (!reasons.isEmpty()) {
            throw new EditRefused(reasons);
        }
        return indexes;
    }

    /** Where the dashes of the list stand. */
    private int column() {
        requireNoAnchors();
        if (!EntryNode.isBlock(list)) {
            throw new EditRefused(
                    "the streams in " + file + " are written in brackets; edit it by hand");
        }
        int begin = EntryNode.begin(text, list);
        return begin - (text.lastIndexOf('\n', begin) + 1);
    }

    private void requireNoAnchors() {
        if (EntryNode.hasAnchor(list)) {
            throw new EditRefused(
                    "entries in " + file + " refer to each other (& and *); edit it by hand");
        }
    }

    /** The lines of one entry, comments indented below it included. */
    private record ItemLines(int begin, int end) {}

    private ItemLines item(int index, int column) {
        Node item = items.get(index);
        int least =
                index == 0
                        ? EntryNode.begin(text, list) - column
                        : EntryNode.end(text, items.get(index - 1));
        int begin = text.lastIndexOf('\n', EntryNode.begin(text, item) - 1) + 1;
        while (!isDash(begin, column)) { // it may stand on a line of its own
            begin = previousLine(begin);
            if (begin < least) {
                throw unsafe();
            }
        }
        int end = EntryNode.lineEnd(text, EntryNode.end(text, item));
        while (end < text.length() && isCommentBeyond(end, column)) {
            end = EntryNode.lineEnd(text, end);
        }
        return new ItemLines(begin, end);
    }

    private boolean isDash(int line, int column) {
        int dash = line + column;
        return dash < text.length()
                && text.charAt(dash) == '-'
                && text.substring(line, dash).isBlank();
    }

    private boolean isCommentBeyond(int line, int column) {
        String content = text.substring(line, EntryNode.lineEnd(text, line));
        String comment = content.stripLeading();
        return comment.startsWith("#") && content.length() - comment.length() > column;
    }

    /** Whether a blank line stands before the one at {@code line} and the comments above it. */
    private boolean isBlankBefore(int line) {
        int at = line;
        while (at > 0) {
            at = previousLine(at);
            String before = text.substring(at, EntryNode.lineEnd(text, at)).strip();
            if (!before.startsWith("#")) {
                return before.isEmpty();
            }
        }
        return false;
    }

    private static boolean isBlankAt(CharSequence edited, int line) {
        String rest =
                edited.subSequence(Math.min(line, edited.length()), edited.length()).toString();
        return rest.substring(0, EntryNode.lineEnd(rest, 0)).isBlank();
    }

    private int previousLine(int line) {
        return line <= 1 ? 0 : text.lastIndexOf('\n', line - 2) + 1;
    }

    private void requireSays(String edited, List<String> wanted) {
        if (!reread(edited).items.stream().map(EntryNode::meaning).toList().equals(wanted)) {
            throw unsafe();
        }
    }

    private RegistryText reread(String edited) {
        try {
            return of(file, edited);
        } catch (ConfigException e) {
            throw unsafe();
        }
    }

    private EditRefused unsafe() {
        return new EditRefused(
                file + " is written in a way that cannot be edited safely; edit it by hand");
    }
}
