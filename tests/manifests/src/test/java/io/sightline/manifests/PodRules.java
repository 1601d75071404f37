package io.sightline.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Pods as the Pod Security Standard 'restricted' wants them, alive, and with the flags of the job.
 */
final class PodRules implements Rule {

    private static final Map<String, String> CONTAINER =
            Map.of(
                    "/allowPrivilegeEscalation", "false",
                    "/readOnlyRootFilesystem", "true",
                    "/capabilities/drop/0", "ALL");

    private static final Map<String, String> POD =
            Map.of("/runAsNonRoot", "true", "/seccompProfile/type", "RuntimeDefault");

    private static final Map<String, String> PROBES =
            Map.of("jobManager", "8081", "taskManager", "6122");

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Manifest deployment : set.ofKind("FlinkDeployment")) {
            String id = deployment.id() + ": ";
            security(deployment).forEach(problem -> problems.add(id + problem));
            probes(deployment).forEach(problem -> problems.add(id + problem));
            flags(deployment).forEach(problem -> problems.add(id + problem));
        }
        for (Manifest namespace : set.ofKind("Namespace")) {
            String level =
                    namespace
                            .at("/metadata/labels")
                            .path("pod-security.kubernetes.io/enforce")
                            .asText();
            if (!level.equals("restricted")) {
                problems.add(namespace.id() + " does not enforce the 'restricted' pod standard");
            }
        }
        return problems;
    }

    private static List<String> security(Manifest deployment) {
        List<String> problems = new ArrayList<>();
        JsonNode pod = deployment.at("/spec/podTemplate/spec/securityContext");
        POD.forEach((path, value) -> require(pod, "pod", path, value, problems));
        String user =
                Repository.match(
                        Repository.KUBERNETES.resolve("image/Dockerfile"), "(?m)^USER (\\d+):");
        require(pod, "pod", "/runAsUser", user, problems);
        require(pod, "pod", "/fsGroup", user, problems);
        JsonNode container = Mounts.container(deployment);
        if (container.isMissingNode()) {
            problems.add("the pod template has no container " + Mounts.MAIN_CONTAINER);
        }
        CONTAINER.forEach(
                (path, value) ->
                        require(
                                container.path("securityContext"),
                                "container",
                                path,
                                value,
                                problems));
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (deployment.at("/spec/podTemplate/spec").path(host).asBoolean()) {
                problems.add(host + " is not allowed by the 'restricted' pod standard");
            }
        }
        return problems;
    }

    private static void require(
            JsonNode context, String whose, String path, String value, List<String> problems) {
        if (!context.at(path).asText().equals(value)) {
            problems.add(
                    "the "
                            + whose
                            + "'s securityContext"
                            + path.replace('/', '.')
                            + " is not "
                            + value);
        }
    }

    private static List<String> probes(Manifest deployment) {
        List<String> problems = new ArrayList<>();
        PROBES.forEach(
                (process, port) -> {
                    JsonNode containers =
                            deployment.at("/spec/" + process + "/podTemplate/spec/containers");
                    JsonNode main = Manifest.named(containers, Mounts.MAIN_CONTAINER);
                    if (!main.at("/livenessProbe/tcpSocket/port").asText().equals(port)) {
                        problems.add(process + " has no liveness probe on port " + port);
                    }
                });
        if (!deployment.flink("taskmanager.rpc.port").equals(PROBES.get("taskManager"))) {
            problems.add("taskmanager.rpc.port is not the one that is probed");
        }
        if (!deployment
                .flink("kubernetes.operator.pod-template.merge-arrays-by-name")
                .equals("true")) {
            problems.add("pod templates of processes would replace the common one by position");
        }
        return problems;
    }

    private static List<String> flags(Manifest deployment) {
        Path parent = Repository.ROOT.resolve("pom.xml");
        List<String> given =
                Arrays.asList(deployment.flink("env.java.opts.all").trim().split("\\s+"));
        String needed = Repository.match(parent, "(?s)<jvm\\.flags>(.*?)</jvm\\.flags>").trim();
        return Arrays.stream(needed.split("\\s+"))
                .filter(flag -> !given.contains(flag))
                .map(flag -> "env.java.opts.all lacks " + flag + ", which the job needs")
                .toList();
    }
}
