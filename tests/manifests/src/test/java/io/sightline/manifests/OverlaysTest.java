package io.sightline.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code kubectl apply -k} would send to the API server. */
class OverlaysTest {

    static List<String> overlays() {
        return Repository.overlays();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void rendersAndHoldsTogether(String overlay) throws Exception {
        ManifestSet rendered = render("overlays/" + overlay);

        assertThat(rendered.manifests()).isNotEmpty();
        assertThat(Rules.problems(rendered)).isEmpty();
    }

    @Test
    void theBaseIsForOperatorsThatKnowTheVersionAndOverlaysForTheOneBefore() throws Exception {
        assertThat(versions(render("base"))).containsExactly("v2_3");
        for (String overlay : overlays()) {
            assertThat(versions(render("overlays/" + overlay))).isSubsetOf("v2_2");
        }
    }

    @Test
    void deploymentsOfDifferentNamespacesShareNoStateAndNoTransactions() throws Exception {
        Map<String, Set<String>> placesOf = new HashMap<>();
        for (String overlay : overlays()) {
            for (Manifest deployment : render("overlays/" + overlay).ofKind("FlinkDeployment")) {
                Set<String> places =
                        placesOf.computeIfAbsent(deployment.namespace(), key -> new HashSet<>());
                places.add(deployment.flink("high-availability.storageDir"));
                places.add(deployment.flink("execution.checkpointing.dir"));
                places.add(deployment.flink("execution.checkpointing.savepoint-dir"));
                String transactions = deployment.argument("--transactional-id");
                if (!transactions.isEmpty()) { // files and the second job have none
                    places.add("transactions " + transactions);
                }
            }
        }

        assertThat(placesOf).hasSizeGreaterThan(2);
        Set<String> all = new HashSet<>();
        placesOf.forEach(
                (namespace, places) ->
                        assertThat(places).as(namespace).allMatch(place -> all.add(place)));
    }

    @Test
    void aPolicyThatChangesHasAnotherNameAndARegistryKeepsIts() throws Exception {
        ManifestSet rendered = render("overlays/dev");
        Manifest deployment = rendered.ofKind("FlinkDeployment").get(0);

        assertThat(rendered.find("ConfigMap", "sightline-registry")).isPresent();
        assertThat(rendered.find("ConfigMap", "sightline-policy")).isEmpty();
        assertThat(
                        Manifest.named(deployment.at("/spec/podTemplate/spec/volumes"), "policy")
                                .at("/configMap/name")
                                .asText())
                .startsWith("sightline-policy-");
    }

    @Test
    void productionTakesItsRegistryFromTheSecret() throws Exception {
        ManifestSet rendered = render("overlays/prod");
        Manifest deployment = rendered.ofKind("FlinkDeployment").get(0);

        assertThat(deployment.argument("--registry"))
                .isEqualTo("/opt/sightline/credentials/streams.yaml");
        assertThat(rendered.find("ConfigMap", "sightline-registry")).isEmpty();
        assertThat(rendered.ofKind("Secret")).as("secrets in the repository").isEmpty();
        assertThat(rendered.ofKind("PodMonitor")).hasSize(1);
        assertThat(rendered.ofKind("PrometheusRule")).hasSize(1);
        assertThat(deployment.at("/spec/jobManager/replicas").asInt()).isEqualTo(2);
    }

    @Test
    void theMlTierRunsSomeDetectorsForSomeStreams() throws Exception {
        Manifest deployment = render("overlays/ml-tier").ofKind("FlinkDeployment").get(0);

        assertThat(deployment.argument("--detectors")).isNotEmpty();
        assertThat(deployment.argument("--select")).isNotEmpty();
    }

    private static List<String> versions(ManifestSet set) {
        return set.ofKind("FlinkDeployment").stream()
                .map(deployment -> deployment.text("/spec/flinkVersion"))
                .toList();
    }

    private static ManifestSet render(String folder) throws Exception {
        Path path = Repository.KUBERNETES.resolve(folder);
        return Kustomize.orSkip().build(path);
    }
}
