package io.sightline.sql;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Policy;
import io.sightline.yaml.ConfigException;
import io.sightline.yaml.ConfigProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What arguments of SQL say about how to judge: a policy as text, on top of the built-in one, or
 * one rule in words of its own.
 *
 * @param policy as in a policy file; null for the built-in policy
 * @param template of the policy; null for the default one
 * @param only the one defect that is judged; null for all
 */
record RejudgeRules(@Nullable String policy, @Nullable String template, @Nullable String only) {

    /** What a call says about one rule. Whatever is null is as in the built-in policy. */
    record OneRule(
            String defect,
            @Nullable String metric,
            @Nullable Double above,
            @Nullable Double below,
            @Nullable Double leave,
            @Nullable String openAfter,
            @Nullable String clearAfter,
            @Nullable String severity) {

        /** As a policy file would say it. */
        String asPolicy() {
            List<String> settings = new ArrayList<>();
            settings.add("enabled: true");
            add(settings, "metric", metric);
            List<String> level = new ArrayList<>();
            add(level, "above", above);
            add(level, "below", below);
            add(level, "leave", leave);
            if (!level.isEmpty()) {
                settings.add("level: {" + String.join(", ", level) + "}");
            }
            add(settings, "open-after", openAfter);
            add(settings, "clear-after", clearAfter);
            add(settings, "severity", severity);
            return "defaults: {\"%s\": {%s}}".formatted(defect, String.join(", ", settings));
        }

        private static void add(List<String> settings, String key, @Nullable Object value) {
            if (value != null) {
                settings.add(key + ": " + value);
            }
        }
    }

    static RejudgeRules of(OneRule rule) {
        return new RejudgeRules(rule.asPolicy(), null, rule.defect());
    }

    /**
     * The rules of one stream.
     *
     * @throws ValidationException with all that is wrong with the policy
     */
    List<DefectRule> of(String stream) {
        Policy read;
        try {
            read = policy == null ? PolicyFile.builtIn() : PolicyFile.parse("policy", policy);
        } catch (ConfigException e) {
            throw new ValidationException(
                    e.problems().stream()
                            .map(ConfigProblem::toString)
                            .collect(Collectors.joining("; ")));
        }
        String name = Objects.requireNonNullElse(template, Policy.DEFAULT);
        if (!read.templates().contains(name)) {
            throw new ValidationException(
                    "The policy has no template '" + name + "', only " + read.templates());
        }
        return read.rulesFor(new StreamId(stream), name).stream()
                .filter(rule -> only == null || rule.defect().value().equals(only))
                .toList();
    }
}
