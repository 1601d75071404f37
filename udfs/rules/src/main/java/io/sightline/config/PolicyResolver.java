package io.sightline.config;

import io.sightline.config.PolicyTree.Branch;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.StreamId;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Policy;
import io.sightline.policy.RuleChange;
import io.sightline.policy.StreamPolicy;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.NearestWord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Resolves inheritance: default, then template after template, then stream. */
final class PolicyResolver {

    private final PolicyTree tree;
    private final ConfigProblems problems;

    PolicyResolver(PolicyTree tree, ConfigProblems problems) {
        this.tree = tree;
        this.problems = problems;
    }

    /** The whole rules of each template. */
    Map<String, Map<DefectId, DefectRule>> templates() {
        Map<String, Map<DefectId, DefectRule>> resolved = new TreeMap<>();
        tree.templates()
                .forEach((name, branch) -> resolved.put(name, rules(changes(name), branch)));
        return resolved;
    }

    Map<StreamId, StreamPolicy> streams(Map<String, Map<DefectId, DefectRule>> templates) {
        Map<StreamId, StreamPolicy> streams = new TreeMap<>();
        tree.streams()
                .forEach(
                        (id, branch) -> {
                            branch.parent().ifPresent(name -> checkTemplate(name, branch));
                            checkDefects(branch, templates.get(Policy.DEFAULT));
                            streams.put(
                                    new StreamId(id),
                                    new StreamPolicy(
                                            branch.parent().orElse(null), branch.changes()));
                        });
        return streams;
    }

    private void checkTemplate(String name, Branch branch) {
        if (!tree.templates().containsKey(name)) {
            problems.add(
                    branch.parentLine(),
                    "unknown template '"
                            + name
                            + "'"
                            + NearestWord.hint(name, tree.templates().keySet()));
        }
    }

    /** A stream's changes must make whole rules whatever template the registry gives it. */
    private void checkDefects(Branch branch, Map<DefectId, DefectRule> defaults) {
        branch.changes()
                .forEach(
                        (defect, change) -> {
                            DefectRule inherited = defaults.get(defect);
                            if (inherited == null) {
                                change.firstMissing()
                                        .ifPresent(key -> addMissing(branch, defect, key));
                            } else {
                                change.over(RuleChange.of(inherited))
                                        .rule(defect)
                                        .ifPresent(rule -> checkFusion(branch, rule));
                            }
                        });
    }

    private Map<DefectId, RuleChange> changes(String template) {
        List<Branch> chain = chain(template);
        Map<DefectId, RuleChange> joined = new TreeMap<>();
        for (int i = chain.size() - 1; i >= 0; i--) {
            chain.get(i)
                    .changes()
                    .forEach(
                            (defect, change) ->
                                    joined.merge(defect, change, (old, now) -> now.over(old)));
        }
        return joined;
    }

    /** The template, what it extends, and so on down to the default; cut where it is broken. */
    private List<Branch> chain(String template) {
        List<Branch> chain = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        String name = template;
        while (!name.equals(Policy.DEFAULT)) {
            Branch branch = tree.templates().get(name);
            if (branch == null) {
                break; // reported where the name was read
            }
            if (!names.add(name)) {
                reportCycle(template, name, names);
                break;
            }
            chain.add(branch);
            if (name.equals(template)) {
                branch.parent().ifPresent(parent -> checkTemplate(parent, branch));
            }
            name = branch.parent().orElse(Policy.DEFAULT);
        }
        chain.add(tree.templates().get(Policy.DEFAULT));
        return chain;
    }

    /** Each member of a cycle finds it; only the first by name reports it. */
    private void reportCycle(String template, String repeated, Set<String> names) {
        List<String> cycle = new ArrayList<>(names);
        cycle = cycle.subList(cycle.indexOf(repeated), cycle.size());
        if (cycle.stream().min(String::compareTo).filter(template::equals).isPresent()) {
            problems.add(
                    tree.templates().get(template).parentLine(),
                    "templates extend each other in a circle: "
                            + String.join(" -> ", cycle)
                            + " -> "
                            + repeated);
        }
    }

    private Map<DefectId, DefectRule> rules(Map<DefectId, RuleChange> changes, Branch branch) {
        Map<DefectId, DefectRule> rules = new TreeMap<>();
        changes.forEach(
                (defect, change) -> {
                    Optional<DefectRule> rule = change.rule(defect);
                    if (rule.isPresent()) {
                        checkFusion(branch, rule.get());
                        rules.put(defect, rule.get());
                    } else if (branch.lines().containsKey(defect)) {
                        addMissing(branch, defect, change.firstMissing().orElseThrow());
                    }
                });
        return rules;
    }

    private void checkFusion(Branch branch, DefectRule rule) {
        Integer line = branch.lines().get(rule.defect());
        if (line != null && rule.isFused() && !rule.canBeFused()) {
            problems.add(
                    line,
                    "'%s' has 'fuse', so its level is one 'above' a number over 0"
                            .formatted(rule.defect()));
        }
    }

    private void addMissing(Branch branch, DefectId defect, String key) {
        List<String> known =
                tree.templates().get(Policy.DEFAULT).changes().entrySet().stream()
                        .filter(entry -> entry.getValue().firstMissing().isEmpty())
                        .map(entry -> entry.getKey().value())
                        .toList();
        String hint =
                NearestWord.of(defect.value(), known)
                        .map(nearest -> "; did you mean '" + nearest + "'?")
                        .orElse("");
        problems.add(
                branch.lines().getOrDefault(defect, branch.line()),
                "'" + defect + "' is not built in, so it needs '" + key + "'" + hint);
    }
}
