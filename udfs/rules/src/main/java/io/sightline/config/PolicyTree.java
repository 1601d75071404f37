package io.sightline.config;

import io.sightline.detector.model.DefectId;
import io.sightline.policy.Policy;
import io.sightline.policy.RuleChange;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.NearestWord;
import io.sightline.yaml.YamlMap;
import io.sightline.yaml.YamlText;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a policy file says, before inheritance is resolved.
 *
 * @param templates by name; {@value Policy#DEFAULT} holds the file's {@code defaults}
 * @param streams by stream id
 */
record PolicyTree(
        Optional<String> version, Map<String, Branch> templates, Map<String, Branch> streams) {

    static final List<String> KEYS = List.of("version", "defaults", "templates", "streams");

    /**
     * One template or stream.
     *
     * @param parent the template it stands on
     * @param line where it begins
     * @param lines where each defect begins
     */
    record Branch(
            Optional<String> parent,
            int line,
            int parentLine,
            Map<DefectId, RuleChange> changes,
            Map<DefectId, Integer> lines) {

        Branch over(Branch base) {
            Map<DefectId, RuleChange> merged = new TreeMap<>(base.changes);
            changes.forEach(
                    (defect, change) -> merged.merge(defect, change, (old, now) -> now.over(old)));
            return new Branch(parent, line, parentLine, merged, lines);
        }
    }

    static PolicyTree read(String text, ConfigProblems problems) {
        Optional<YamlMap> root = YamlText.readMap(text, problems);
        Map<String, Branch> templates = new TreeMap<>();
        Map<String, Branch> streams = new TreeMap<>();
        root.ifPresent(map -> map.allowOnly(KEYS));
        Reader reader = new Reader(problems);
        templates.put(
                Policy.DEFAULT,
                root.flatMap(map -> map.map("defaults"))
                        .map(map -> reader.branch(map, 0, Optional.empty()))
                        .orElseGet(() -> new Branch(Optional.empty(), 0, 0, Map.of(), Map.of())));
        root.flatMap(map -> map.map("templates"))
                .ifPresent(map -> reader.branches(map, "extends", templates));
        root.flatMap(map -> map.map("streams"))
                .ifPresent(map -> reader.branches(map, "template", streams));
        return new PolicyTree(root.flatMap(map -> map.text("version")), templates, streams);
    }

    /** This file on top of another: defaults are joined key by key, templates replaced by name. */
    PolicyTree over(PolicyTree base) {
        Map<String, Branch> all = new TreeMap<>(base.templates);
        all.putAll(templates);
        all.put(
                Policy.DEFAULT,
                templates.get(Policy.DEFAULT).over(base.templates.get(Policy.DEFAULT)));
        return new PolicyTree(version, all, streams);
    }

    private record Reader(ConfigProblems problems) {

        void branches(YamlMap map, String parentKey, Map<String, Branch> into) {
            for (String name : map.keys()) {
                if (name.isBlank()) {
                    problems.add(map.line(name), "a name must not be blank");
                } else if (name.equals(Policy.DEFAULT) && parentKey.equals("extends")) {
                    problems.add(
                            map.line(name),
                            "the template 'default' is what 'defaults' says; write it there");
                } else {
                    Branch branch =
                            map.map(name)
                                    .map(
                                            read ->
                                                    branch(
                                                            read,
                                                            map.line(name),
                                                            Optional.of(parentKey)))
                                    .orElseGet(
                                            () ->
                                                    new Branch(
                                                            Optional.empty(),
                                                            map.line(name),
                                                            map.line(name),
                                                            Map.of(),
                                                            Map.of()));
                    into.put(name, branch);
                }
            }
        }

        Branch branch(YamlMap map, int line, Optional<String> parentKey) {
            Map<DefectId, RuleChange> changes = new TreeMap<>();
            Map<DefectId, Integer> lines = new HashMap<>();
            for (String key : map.keys()) {
                if (parentKey.isPresent() && parentKey.get().equals(key)) {
                    continue;
                }
                Optional<DefectId> defect = defect(key);
                if (defect.isEmpty()) {
                    problems.add(map.line(key), "unknown key '" + key + "'" + hint(key, parentKey));
                    continue;
                }
                map.map(key)
                        .ifPresent(
                                read -> {
                                    changes.put(defect.get(), new RuleReader(problems).read(read));
                                    lines.put(defect.get(), map.line(key));
                                });
            }
            return new Branch(
                    parentKey.flatMap(map::text),
                    line,
                    parentKey.map(map::line).orElse(line),
                    changes,
                    lines);
        }

        private static String hint(String key, Optional<String> parentKey) {
            Collection<String> known = parentKey.map(Set::of).orElse(Set.of());
            return NearestWord.of(key, known)
                    .map(nearest -> "; did you mean '" + nearest + "'?")
                    .orElse("; expected a defect such as video.black");
        }

        private static Optional<DefectId> defect(String key) {
            try {
                return Optional.of(new DefectId(key));
            } catch (IllegalArgumentException e) {
                return Optional.empty(); // the caller says what was expected
            }
        }
    }
}
