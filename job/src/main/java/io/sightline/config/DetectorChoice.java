package io.sightline.config;

import io.sightline.yaml.NearestWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Which detectors somebody wants: ids, patterns in which {@code *} stands for any text, and either
 * after a minus, which takes away. Read from left to right; a list that begins by taking away takes
 * away from all.
 */
public final class DetectorChoice {

    private static final String TAKES_AWAY = "-";

    private DetectorChoice() {}

    /**
     * The ids that are chosen, in order.
     *
     * @param known what is installed
     * @param problems takes a sentence for each word that means nothing
     */
    public static List<String> of(
            List<String> words, Collection<String> known, Consumer<String> problems) {
        TreeSet<String> ids = new TreeSet<>(known);
        TreeSet<String> chosen = new TreeSet<>();
        boolean isClear = true;
        for (int i = 0; i < words.size(); i++) {
            boolean takesAway = words.get(i).startsWith(TAKES_AWAY);
            String word = takesAway ? words.get(i).substring(1) : words.get(i);
            if (takesAway && i == 0) {
                chosen.addAll(ids);
            }
            List<String> meant = matches(word, ids);
            if (meant.isEmpty()) {
                isClear = false;
                problems.accept(
                        word.contains("*")
                                ? "no detector matches '" + word + "'"
                                : "unknown detector '" + word + "'" + NearestWord.hint(word, ids));
            } else if (takesAway) {
                meant.forEach(chosen::remove);
            } else {
                chosen.addAll(meant);
            }
        }
        if (isClear && chosen.isEmpty() && !words.isEmpty()) {
            problems.accept("'" + String.join(",", words) + "' leaves no detector");
        }
        return new ArrayList<>(chosen);
    }

    private static List<String> matches(String word, Collection<String> known) {
        Pattern pattern = Pattern.compile(Pattern.quote(word).replace("*", "\\E.*\\Q"));
        return known.stream().filter(id -> pattern.matcher(id).matches()).toList();
    }
}
