package io.sightline.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts violations, and keeps the first few of each rule. */
final class Violations {

    private final int keptOfEach;
    private final Map<Rule, List<Violation>> kept = new EnumMap<>(Rule.class);
    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);

    Violations(int keptOfEach) {
        this.keptOfEach = keptOfEach;
    }

    void add(Rule rule, String what, RowPlace... rows) {
        add(rule, what, List.of(rows));
    }

    void add(Rule rule, String what, List<RowPlace> rows) {
        counts.merge(rule, 1L, Long::sum);
        List<Violation> examples = kept.computeIfAbsent(rule, r -> new ArrayList<>());
        if (examples.size() < keptOfEach) {
            examples.add(new Violation(rule, what, rows));
        }
    }

    /** The same, to be added to. */
    Violations copy() {
        Violations copy = new Violations(keptOfEach);
        copy.counts.putAll(counts);
        kept.forEach((rule, examples) -> copy.kept.put(rule, new ArrayList<>(examples)));
        return copy;
    }

    List<Findings.Broken> broken() {
        List<Findings.Broken> broken = new ArrayList<>();
        counts.forEach(
                (rule, count) -> broken.add(new Findings.Broken(rule, count, kept.get(rule))));
        return broken;
    }
}
