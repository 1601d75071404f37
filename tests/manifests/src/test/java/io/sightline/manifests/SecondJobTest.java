package io.sightline.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deployment that tells people, as {@code kubectl apply -k} would send it. */
class SecondJobTest {

    private ManifestSet rendered;
    private Manifest deployment;

    @BeforeEach
    void render() throws Exception {
        rendered = Kustomize.orSkip().build(Repository.KUBERNETES.resolve("overlays/notify"));
        deployment = rendered.ofKind("FlinkDeployment").get(0);
    }

    @Test
    void tellsWhomItsOwnFileSaysWithSecretsOfItsOwn() {
        var volumes = deployment.at("/spec/podTemplate/spec/volumes");
        String targets = Manifest.named(volumes, "targets").at("/configMap/name").asText();

        assertThat(deployment.command()).isEqualTo(Manifest.NOTIFY);
        assertThat(targets).startsWith("sightline-notify-"); // with a hash: an edit rolls it over
        assertThat(rendered.find("ConfigMap", targets))
                .hasValueSatisfying(map -> assertThat(map.at("/data").has("notify.yaml")).isTrue());
        assertThat(Manifest.named(volumes, "target-secrets").at("/secret/secretName").asText())
                .isEqualTo("sightline-targets");
        assertThat(rendered.ofKind("Secret")).as("secrets in the repository").isEmpty();
    }

    @Test
    void isScrapedAndLeavesTheRulesToTheJobThatWatches() {
        assertThat(rendered.ofKind("PodMonitor")).hasSize(1);
        assertThat(rendered.ofKind("PrometheusRule")).isEmpty();
        assertThat(rendered.find("ConfigMap", "sightline-dashboard")).isEmpty();
    }

    @Test
    void mayReachItsTargetsAndReadsWhatTheFirstJobWrites() throws Exception {
        Manifest watching =
                Kustomize.orSkip()
                        .build(Repository.KUBERNETES.resolve("overlays/prod"))
                        .ofKind("FlinkDeployment")
                        .get(0);

        assertThat(rendered.ofKind("NetworkPolicy").get(0).text("/spec/egress/0/to/0/ipBlock/cidr"))
                .isEqualTo("0.0.0.0/0");
        assertThat(deployment.text("/spec/image")).isEqualTo(watching.text("/spec/image"));
        for (String option : List.of("--kafka", "--kafka-properties", "--topics")) {
            assertThat(deployment.argument(option)).as(option).isEqualTo(watching.argument(option));
        }
    }

    @Test
    void isRefusedWithTheReasonWhereItIsBroken() {
        refused(
                spec -> job(spec).put("allowNonRestoredState", false),
                "target could ever be taken");
        refused(spec -> flink(spec).put("state.backend.type", "rocksdb"), "is not hashmap");
        refused(spec -> flink(spec).put("pipeline.max-parallelism", "720"), "the job's own, 1");
        refused(spec -> arguments(spec).remove(1), "nobody to tell");
        refused(spec -> arguments(spec).add("--registry=/x"), "option of 'sightline notify'");
        refused(spec -> arguments(spec).add("--state=/scratch"), "execution.checkpointing.dir");
        refused(
                spec -> arguments(spec).set(1, "--config=/opt/sightline/targets/other.yaml"),
                "has no other.yaml");
        refused(spec -> arguments(spec).set(0, "tell"), "not a command");
    }

    private void refused(Consumer<ObjectNode> damage, String reason) {
        ManifestSet broken = rendered.copy();
        damage.accept((ObjectNode) broken.ofKind("FlinkDeployment").get(0).at("/spec"));

        assertThat(Rules.problems(broken))
                .anySatisfy(problem -> assertThat(problem).contains(reason));
    }

    private static ObjectNode job(ObjectNode spec) {
        return (ObjectNode) spec.path("job");
    }

    private static ObjectNode flink(ObjectNode spec) {
        return (ObjectNode) spec.path("flinkConfiguration");
    }

    private static ArrayNode arguments(ObjectNode spec) {
        return (ArrayNode) spec.at("/job/args");
    }
}
