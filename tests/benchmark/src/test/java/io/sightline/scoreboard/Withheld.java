package io.sightline.scoreboard;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Defects that were not planted, since nobody could notice them there. Any thread. */
final class Withheld {

    private final Map<String, TreeSet<String>> bases = new TreeMap<>(); // by defect

    synchronized void add(String defect, Base base) {
        bases.computeIfAbsent(defect, id -> new TreeSet<>()).add(base.name());
    }

    /** A row for each defect, with the clips. */
    synchronized List<String> rows() {
        return bases.entrySet().stream()
                .map(
                        one ->
                                "| `%s` | %s |"
                                        .formatted(one.getKey(), String.join(", ", one.getValue())))
                .toList();
    }
}
