package io.sightline.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of manifest, broken in a way somebody might break it, is refused with the reason. */
class BrokenManifestsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEPLOYMENT = "FlinkDeployment";
    private static final String FLINK = "/spec/flinkConfiguration/";

    /**
     * @param damage changes a whole set of manifests
     * @param reason part of one of the problems that are found
     */
    record Case(String what, String kind, UnaryOperator<ManifestSet> damage, String reason) {

        @Override
        public String toString() {
            return kind + ": " + what;
        }
    }

    static List<Case> cases() {
        return List.of(
                // What the operator's definitions and validator refuse.
                set("a field misspelt", "/spec/serviceAcount", "x", "serviceAcount"),
                set("an unknown mode", "/spec/job/upgradeMode", "save", "enumeration"),
                set("a version nobody knows", "/spec/flinkVersion", "v9_9", "flinkVersion"),
                set("memory in no unit", "/spec/taskManager/resource/memory", "4 pounds", "parse"),
                set("a podTemplate field", "/spec/podTemplate/spec/hostNetwrk", true, "hostNetwrk"),
                set("no parallelism", "/spec/job/parallelism", 0, "larger than 0"),
                set("a name with capitals", "/metadata/name", "Sightline", "DNS label"),
                unset(
                        "savepoints nowhere",
                        FLINK + "execution.checkpointing.savepoint-dir",
                        "savepoint while"),
                unset(
                        "checkpoints nowhere",
                        FLINK + "execution.checkpointing.dir",
                        "must be defined"),
                set("an id", FLINK + "kubernetes.cluster-id", "x", "Forbidden Flink config key"),
                set("HA's id", FLINK + "high-availability.cluster-id", "x", "Forbidden Flink"),
                set("stand-by without HA", FLINK + "high-availability.type", "NONE", "standby"),
                // What only this project's own rules refuse.
                unset("leaders nowhere", FLINK + "high-availability.storageDir", "would survive"),
                set("stateless", "/spec/job/upgradeMode", "stateless", "upgradeMode is not"),
                set(
                        "savepoints among checkpoints",
                        FLINK + "execution.checkpointing.savepoint-dir",
                        "s3://sightline-state/prod/checkpoints",
                        "no place of its own"),
                set(
                        "state in the pod",
                        FLINK + "execution.checkpointing.dir",
                        "file:///tmp/x",
                        "claim"),
                set("a typo", FLINK + "job.autoscaler.metric.window", "15min", "no key of the op"),
                set("falls back", FLINK + FALLBACK, "true", FALLBACK + " is not false"),
                set(
                        "a number unquoted",
                        FLINK + "execution.checkpointing.num-retained",
                        3,
                        "quote"),
                set("a value beside others", FLINK + "state.backend", "rocksdb", "cannot have"),
                set("memory twice", FLINK + "taskmanager.memory.process.size", "4g", "operator to"),
                set("too much off-heap", FLINK + OFF_HEAP, "5000m", "MiB, but its parts are"),
                set("memory in gigabytes", "/spec/taskManager/resource/memory", "8Gi", "write MiB"),
                set("a range", FLINK + "taskmanager.memory.network.min", "16m", "min and .max"),
                set("a bigger JobManager", "/spec/jobManager/resource/memory", "3000m", "jobM"),
                set("seven slots", "/spec/job/parallelism", 7, "is no divisor of 720"),
                set("idle slots", "/spec/job/parallelism", 10, "leaves slots idle"),
                set("other key groups", FLINK + "pipeline.max-parallelism", "128", "job's own"),
                set("a tight autoscaler", FLINK + AUTOSCALER, "8", "do not hold parallelism 12"),
                set("the latest image", "/spec/image", "sightline:latest", "neither a version"),
                set("another jar", "/spec/job/jarURI", "local:///opt/x.jar", "image has the jar"),
                set("another class", "/spec/job/entryClass", "io.x.Main", "entryClass is not"),
                argument("--kafak=kafka:9092", "no option of 'sightline monitor'"),
                argument("--parallelism=4", "which the operator scales"),
                argument("--output=/tmp/x", "one of them"),
                argument("--policy=/opt/x.yaml", "is on no volume"),
                argument("--crash-marks=/scratch/crashes", "would go with it"),
                set(
                        "forgotten uids",
                        "/metadata/annotations",
                        JSON.createObjectNode(),
                        "the job h"),
                set(
                        "no such account",
                        "/spec/serviceAccount",
                        "flink",
                        "no ServiceAccount 'flink'"),
                set("root", POD + "/runAsUser", 0, "runAsUser is not 9999"),
                set("a writable root", MAIN + "/readOnlyRootFilesystem", false, "readOnlyRoot"),
                set("capabilities", MAIN + "/capabilities/drop", JSON.createArrayNode(), "ALL"),
                set("no profile", POD + "/seccompProfile", JSON.createObjectNode(), "seccomp"),
                set("the host's network", "/spec/podTemplate/spec/hostNetwork", true, "hostNetw"),
                set("working files", FLINK + "io.tmp.dirs", "/var/x", "io.tmp.dirs ('/var/x')"),
                set("no flags", FLINK + "env.java.opts.all", "-Xshare:auto", "lacks --add-opens"),
                set("no probe", "/spec/taskManager/podTemplate/spec/containers", list(), "probe"),
                set("another port", FLINK + "metrics.reporter.prom.port", "9250", "reporter list"),
                // Other kinds.
                of("Namespace", "/metadata/labels", JSON.createObjectNode(), "'restricted' pod"),
                of("ServiceAccount", "/automountToken", true, "automountToken"),
                gone("ServiceAccount", "there is no ServiceAccount 'sightline'"),
                of("Role", "/rules/0/verbs", list("*"), "Flink needs exactly"),
                of("Role", "/rules/1/resources", list("configmaps", "secrets"), "/secrets"),
                of("RoleBinding", "/subjects/0/namespace", "default", "Flink needs exactly"),
                of("RoleBinding", "/roleRef/nam", "sightline", "nam"),
                of("ConfigMap", "/metadata/name", "policy", "no ConfigMap 'sightline-policy'"),
                of("NetworkPolicy", "/spec/podSelector/matchLabels/app", "x", "no deployment is"),
                of("NetworkPolicy", "/spec/ingres", list(), "ingres"),
                of("NetworkPolicy", "/spec/policyTypes", list("Ingress"), "both directions"),
                of("FlinkStateSnapshot", "/spec/savepoint/disposeOnDelete", true, "goes with"),
                of("FlinkStateSnapshot", "/spec/jobReference/kind", "FlinkJob", "enumeration"),
                of("PodMonitor", "/spec/podMetricsEndpoints/0/port", "metric", "reporter listens"),
                of("PodMonitor", "/spec/selectr", "x", "selectr"),
                of("PrometheusRule", EXPRESSION, "sum(sightline_streams) == 0", "no metric"),
                of("PrometheusRule", EXPRESSION, "sum(rate(x[5m]) > 0", "do not match"),
                of("PrometheusRule", "/spec/groups/0/rules/0/expression", "x", "expression"));
    }

    private static final String OFF_HEAP = "taskmanager.memory.task.off-heap.size";
    private static final String FALLBACK =
            "kubernetes.operator.job.upgrade.last-state-fallback.enabled";
    private static final String AUTOSCALER = "job.autoscaler.vertex.max-parallelism";
    private static final String POD = "/spec/podTemplate/spec/securityContext";
    private static final String MAIN = "/spec/podTemplate/spec/containers/0/securityContext";
    private static final String EXPRESSION = "/spec/groups/0/rules/0/expr";

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedWithTheReason(Case broken) {
        ManifestSet set = broken.damage().apply(Sources.production());

        assertThat(Rules.problems(set))
                .anySatisfy(problem -> assertThat(problem).contains(broken.reason()));
    }

    @Test
    void everyKindIsBrokenAtLeastOnce() {
        Set<String> kinds =
                Sources.production().manifests().stream()
                        .map(Manifest::kind)
                        .collect(Collectors.toSet());

        assertThat(cases().stream().map(Case::kind).collect(Collectors.toSet())).isEqualTo(kinds);
    }

    private static Case set(String what, String pointer, Object value, String reason) {
        return new Case(what, DEPLOYMENT, edit(DEPLOYMENT, pointer, value), reason);
    }

    private static Case unset(String what, String pointer, String reason) {
        return new Case(what, DEPLOYMENT, edit(DEPLOYMENT, pointer, null), reason);
    }

    private static Case of(String kind, String pointer, Object value, String reason) {
        return new Case(pointer + " is " + value, kind, edit(kind, pointer, value), reason);
    }

    private static Case gone(String kind, String reason) {
        return new Case("is not there", kind, set -> set.without(set.ofKind(kind).get(0)), reason);
    }

    private static Case argument(String argument, String reason) {
        return new Case(
                "argument " + argument,
                DEPLOYMENT,
                set -> {
                    Manifest deployment = set.ofKind(DEPLOYMENT).get(0);
                    ((ArrayNode) deployment.at("/spec/job/args")).insert(1, argument);
                    return set;
                },
                reason);
    }

    /** Null removes. */
    private static UnaryOperator<ManifestSet> edit(String kind, String pointer, Object value) {
        return set -> {
            int end = pointer.lastIndexOf('/');
            JsonNode parent = set.ofKind(kind).get(0).at(pointer.substring(0, end));
            String field = pointer.substring(end + 1);
            if (value == null) {
                ((ObjectNode) parent).remove(field);
            } else {
                ((ObjectNode) parent).set(field, JSON.valueToTree(value));
            }
            return set;
        };
    }

    private static ArrayNode list(String... texts) {
        return JSON.valueToTree(texts);
    }
}
