package io.sightline.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rows of a run beside those of an undisturbed one over the same media.
 *
 * @param expected rows of the undisturbed run
 * @param seen rows of the other
 * @param differences missing, doubled, changed and unexpected rows, in words
 */
record Comparison(int expected, int seen, List<String> differences) {

    Comparison {
        differences = List.copyOf(differences);
    }

    /**
     * Compares the rows of a stretch of time.
     *
     * @param time the column that says when
     * @param key columns that name a row
     * @param ignored columns that may differ
     */
    static Comparison of(
            List<ObjectNode> expected,
            List<ObjectNode> seen,
            String time,
            List<String> key,
            Set<String> ignored,
            Instant from,
            Instant to) {
        Map<String, List<ObjectNode>> wanted = byKey(expected, time, key, from, to);
        Map<String, List<ObjectNode>> found = byKey(seen, time, key, from, to);
        List<String> differences = new ArrayList<>();
        wanted.forEach(
                (name, rows) -> {
                    List<ObjectNode> others = found.getOrDefault(name, List.of());
                    if (others.size() != rows.size()) {
                        differences.add(name + ": " + others.size() + " times");
                    } else {
                        String change = change(rows.get(0), others.get(0), ignored);
                        if (!change.isEmpty()) {
                            differences.add(name + ": " + change);
                        }
                    }
                });
        found.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> differences.add(name + ": not expected"));
        return new Comparison(count(wanted), count(found), differences);
    }

    private static int count(Map<String, List<ObjectNode>> rows) {
        return rows.values().stream().mapToInt(List::size).sum();
    }

    private static Map<String, List<ObjectNode>> byKey(
            List<ObjectNode> rows, String time, List<String> key, Instant from, Instant to) {
        Map<String, List<ObjectNode>> all = new TreeMap<>();
        for (ObjectNode row : rows) {
            Instant at = Instant.parse(row.path(time).asText());
            if (!at.isBefore(from) && at.isBefore(to)) {
                List<String> parts = key.stream().map(one -> row.path(one).asText()).toList();
                all.computeIfAbsent(String.join(" ", parts), name -> new ArrayList<>()).add(row);
            }
        }
        return all;
    }

    /** The first column that differs. */
    private static String change(ObjectNode wanted, ObjectNode found, Set<String> ignored) {
        for (var names = wanted.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!ignored.contains(name) && !wanted.path(name).equals(found.path(name))) {
                return name + " is " + found.path(name) + ", not " + wanted.path(name);
            }
        }
        return "";
    }

    Comparison and(Comparison other) {
        List<String> all = new ArrayList<>(differences);
        all.addAll(other.differences);
        return new Comparison(expected + other.expected, seen + other.seen, all);
    }
}
