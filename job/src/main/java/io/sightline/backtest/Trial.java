package io.sightline.backtest;

import io.sightline.detector.model.StreamId;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A policy to judge by, and which of its templates each stream has.
 *
 * @param name for people: a file
 * @param templates by stream, as the registry names them; a stream that is not there has the
 *     default one
 */
public record Trial(String name, Policy policy, Map<StreamId, String> templates) {

    public Trial {
        templates = new HashMap<>(templates);
    }

    List<DefectRule> rulesFor(String stream) {
        StreamId id = new StreamId(stream);
        return policy.rulesFor(id, templates.getOrDefault(id, Policy.DEFAULT));
    }

    Optional<DefectRule> ruleFor(IncidentSubject subject) {
        return rulesFor(subject.stream()).stream()
                .filter(rule -> rule.defect().value().equals(subject.defect()))
                .findFirst();
    }

    /** Every rule that any stream may be judged by. */
    List<DefectRule> allRules() {
        return policy.rulesOf(
                templates.isEmpty() ? List.of(Policy.DEFAULT) : List.copyOf(policy.templates()));
    }
}
