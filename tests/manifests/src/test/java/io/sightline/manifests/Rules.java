package io.sightline.manifests;

import java.util.ArrayList;
import java.util.List;

/** All that is checked of a set of manifests. */
final class Rules {

    private static final List<Rule> ALL =
            List.of(
                    new OperatorSchemas(),
                    new KubernetesModel(),
                    new OperatorVerdict(),
                    new OperatorKeys(),
                    new Names(),
                    new JobRules(),
                    new StateRules(),
                    new MemoryRules(),
                    new PodRules(),
                    new MountRules(),
                    new AccessRules(),
                    new MonitoringRules());

    private Rules() {}

    static List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Rule rule : ALL) {
            problems.addAll(rule.problems(set));
        }
        return problems;
    }
}
