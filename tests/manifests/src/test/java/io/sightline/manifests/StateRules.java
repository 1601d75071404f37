package io.sightline.manifests;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What survives a crash, a cluster and an upgrade, and which settings only the operator may make.
 */
final class StateRules implements Rule {

    private static final List<String> FOLDERS =
            List.of(
                    "high-availability.storageDir",
                    "execution.checkpointing.dir",
                    "execution.checkpointing.savepoint-dir");

    private static final Map<String, String> REQUIRED =
            Map.of(
                    "high-availability.type", "kubernetes",
                    "execution.checkpointing.externalized-checkpoint-retention",
                            "RETAIN_ON_CANCELLATION",
                    "kubernetes.operator.job.upgrade.last-state-fallback.enabled", "false");

    /** The operator makes these of other fields, or of the object's name. */
    private static final List<String> FORBIDDEN =
            List.of(
                    "kubernetes.namespace",
                    "kubernetes.cluster-id",
                    "high-availability.cluster-id",
                    "kubernetes.container.image",
                    "kubernetes.service-account",
                    "kubernetes.jobmanager.replicas",
                    "kubernetes.pod-template-file",
                    "parallelism.default",
                    "taskmanager.memory.process.size",
                    "jobmanager.memory.process.size");

    /** Streams are many; what is open and what is to be told is little. */
    private static final Map<String, String> BACKENDS =
            Map.of(Manifest.MONITOR, "rocksdb", Manifest.NOTIFY, "hashmap");

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Manifest deployment : set.ofKind("FlinkDeployment")) {
            String id = deployment.id() + ": ";
            folders(deployment).forEach(problem -> problems.add(id + problem));
            settings(deployment).forEach(problem -> problems.add(id + problem));
        }
        for (Manifest snapshot : set.ofKind("FlinkStateSnapshot")) {
            if (!snapshot.at("/spec/savepoint").isObject()
                    || snapshot.at("/spec/savepoint/disposeOnDelete").asBoolean(true)) {
                problems.add(
                        snapshot.id()
                                + ": a savepoint to go back to has disposeOnDelete: false, or it"
                                + " goes with its object");
            }
        }
        return problems;
    }

    private static List<String> folders(Manifest deployment) {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String key : FOLDERS) {
            String value = deployment.flink(key);
            if (value.isEmpty()) {
                problems.add(key + " is not set: nothing would survive");
                continue;
            }
            URI place = URI.create(value);
            if (place.getScheme() == null || !seen.add(value)) {
                problems.add(key + " is no place of its own with a scheme: '" + value + "'");
            } else if (place.getScheme().equals("file") && !isOnVolume(deployment, place)) {
                problems.add(key + " is " + value + ", which no volume claim is mounted at");
            }
        }
        return problems;
    }

    private static boolean isOnVolume(Manifest deployment, URI place) {
        return Mounts.of(deployment).stream()
                .anyMatch(
                        mount ->
                                mount.covers(place.getPath())
                                        && mount.volume().has("persistentVolumeClaim"));
    }

    private static List<String> settings(Manifest deployment) {
        List<String> problems = new ArrayList<>();
        if (!deployment.text("/spec/job/upgradeMode").equals("savepoint")) {
            problems.add("upgradeMode is not savepoint");
        }
        REQUIRED.forEach(
                (key, value) -> {
                    if (!deployment.flink(key).equals(value)) {
                        problems.add(key + " is not " + value);
                    }
                });
        String backend = BACKENDS.getOrDefault(deployment.command(), "");
        if (!deployment.flink("state.backend.type").equals(backend)) {
            problems.add("state.backend.type is not " + backend);
        }
        if (deployment.flink("kubernetes.operator.periodic.savepoint.interval").isEmpty()) {
            problems.add("there are no periodic savepoints");
        }
        Set<String> keys = new TreeSet<>(deployment.fields("/spec/flinkConfiguration"));
        for (String forbidden : FORBIDDEN) {
            keys.stream()
                    .filter(key -> key.equals(forbidden) || key.startsWith(forbidden + "."))
                    .forEach(key -> problems.add(key + " is for the operator to set"));
        }
        // Flink 2 reads YAML: 'a' with a value and 'a.b' cannot both be.
        for (String key : keys) {
            keys.stream()
                    .filter(other -> other.startsWith(key + "."))
                    .forEach(other -> problems.add(key + " cannot have a value beside " + other));
        }
        deployment
                .entries("/spec/flinkConfiguration")
                .forEach(
                        entry -> {
                            if (!entry.getValue().isTextual()) {
                                problems.add(entry.getKey() + " is no text: quote its value");
                            }
                        });
        return problems;
    }
}
