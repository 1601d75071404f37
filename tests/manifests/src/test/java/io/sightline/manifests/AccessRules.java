package io.sightline.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Identities exist, and hold what Flink's Kubernetes high availability needs and nothing else. No
 * validator looks: a missing ServiceAccount shows as pods that never come.
 */
final class AccessRules implements Rule {

    /** As {@code group/resource} and verbs, by the calls of Flink's Kubernetes client. */
    private static final Map<String, Set<String>> JOB_MANAGER =
            Map.of(
                    "/pods", Set.of("get", "list", "watch", "create", "delete"),
                    "/configmaps",
                            Set.of("get", "list", "watch", "create", "update", "patch", "delete"),
                    "apps/deployments", Set.of("get"),
                    "apps/deployments/finalizers", Set.of("update"));

    private static final Map<String, Set<String>> TASK_MANAGER =
            Map.of("/configmaps", Set.of("get", "list", "watch"));

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Manifest deployment : set.ofKind("FlinkDeployment")) {
            String jobManager = deployment.text("/spec/serviceAccount");
            String taskManager = deployment.flink("kubernetes.taskmanager.service-account");
            require(set, deployment, "JobManager", jobManager, JOB_MANAGER, problems);
            require(set, deployment, "TaskManager", taskManager, TASK_MANAGER, problems);
            selected(set, deployment, problems);
        }
        return problems;
    }

    private static void require(
            ManifestSet set,
            Manifest deployment,
            String process,
            String account,
            Map<String, Set<String>> needed,
            List<String> problems) {
        if (set.find("ServiceAccount", account).isEmpty()) {
            problems.add(
                    deployment.id()
                            + ": there is no ServiceAccount '"
                            + account
                            + "' for the "
                            + process
                            + ": its pods would never be created");
            return;
        }
        Map<String, Set<String>> held = held(set, account, deployment.namespace());
        if (!held.equals(new TreeMap<>(needed))) {
            problems.add(
                    "ServiceAccount "
                            + account
                            + " of the "
                            + process
                            + " holds "
                            + held
                            + ", but Flink needs exactly "
                            + new TreeMap<>(needed));
        }
    }

    private static Map<String, Set<String>> held(
            ManifestSet set, String account, String namespace) {
        Map<String, Set<String>> held = new TreeMap<>();
        for (Manifest binding : set.ofKind("RoleBinding")) {
            boolean isBound = false;
            for (JsonNode subject : binding.at("/subjects")) {
                isBound |=
                        subject.path("kind").asText().equals("ServiceAccount")
                                && subject.path("name").asText().equals(account)
                                && subject.path("namespace").asText().equals(namespace);
            }
            if (isBound && binding.text("/roleRef/kind").equals("Role")) {
                set.find("Role", binding.text("/roleRef/name"))
                        .ifPresent(role -> role.at("/rules").forEach(rule -> add(rule, held)));
            }
        }
        return held;
    }

    private static void add(JsonNode rule, Map<String, Set<String>> held) {
        for (JsonNode group : rule.path("apiGroups")) {
            for (JsonNode resource : rule.path("resources")) {
                Set<String> verbs =
                        held.computeIfAbsent(
                                group.asText() + "/" + resource.asText(), key -> new TreeSet<>());
                rule.path("verbs").forEach(verb -> verbs.add(verb.asText()));
            }
        }
    }

    /** Flink labels its pods with the deployment's name. */
    private static void selected(ManifestSet set, Manifest deployment, List<String> problems) {
        for (Manifest policy : set.ofKind("NetworkPolicy")) {
            String app = policy.text("/spec/podSelector/matchLabels/app");
            if (!app.equals(deployment.name())) {
                problems.add(policy.id() + " selects app '" + app + "', which no deployment is");
            }
            if (!policy.texts("/spec/policyTypes").equals(List.of("Ingress", "Egress"))) {
                problems.add(policy.id() + " does not restrict both directions");
            }
        }
    }
}
