package io.sightline.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptionsInternal;
import org.apache.flink.kubernetes.KubernetesClusterClientFactory;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptionsInternal;
import org.apache.flink.kubernetes.kubeclient.FlinkKubeClient;
import org.apache.flink.kubernetes.kubeclient.FlinkKubeClientFactory;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesJobManagerFactory;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesTaskManagerFactory;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesJobManagerParameters;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesTaskManagerParameters;
import org.apache.flink.kubernetes.operator.utils.FlinkUtils;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.client.utils.Serialization;
import org.apache.flink.kubernetes.utils.KubernetesUtils;
import org.apache.flink.runtime.clusterframework.ContaineredTaskManagerParameters;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pods that come of a deployment, made by the operator's and Flink's own code as on a cluster:
 * what the templates, the accounts and the sizes turn into. Nothing is sent anywhere.
 */
class PodsTest {

    private static final String MAIN = Mounts.MAIN_CONTAINER;

    @TempDir Path folder;

    private Manifest manifest;
    private Configuration configuration;

    @BeforeEach
    void configureAsTheOperatorDoes() {
        manifest = Sources.production().ofKind("FlinkDeployment").get(0);
        configuration = new Configuration();
        manifest.entries("/spec/flinkConfiguration")
                .forEach(
                        entry ->
                                configuration.setString(entry.getKey(), entry.getValue().asText()));
        configuration.set(KubernetesConfigOptions.NAMESPACE, manifest.namespace());
        configuration.set(KubernetesConfigOptions.CLUSTER_ID, manifest.name());
        configuration.set(KubernetesConfigOptions.CONTAINER_IMAGE, manifest.text("/spec/image"));
        configuration.set(
                KubernetesConfigOptions.KUBERNETES_SERVICE_ACCOUNT,
                manifest.text("/spec/serviceAccount"));
        configuration.set(
                KubernetesConfigOptions.KUBERNETES_JOBMANAGER_REPLICAS,
                manifest.at("/spec/jobManager/replicas").asInt());
        configuration.setString(
                "jobmanager.memory.process.size",
                manifest.text("/spec/jobManager/resource/memory"));
        configuration.setString(
                "taskmanager.memory.process.size",
                manifest.text("/spec/taskManager/resource/memory"));
        // What the operator and Flink fix when they deploy an application.
        configuration.setString("execution.target", "kubernetes-application");
        configuration.setString("blob.server.port", "6124");
        configuration.set(DeploymentOptionsInternal.CONF_DIR, folder.toString());
        configuration.set(
                KubernetesConfigOptionsInternal.ENTRY_POINT_CLASS,
                "org.apache.flink.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint");
    }

    @Test
    void aJobManagerIsWhatTheTemplatesSay() throws Exception {
        JsonNode deployment = jobManager();
        JsonNode pod = deployment.at("/spec/template/spec");
        JsonNode main = Manifest.named(pod.path("containers"), MAIN);

        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(pod.path("serviceAccountName").asText()).isEqualTo("sightline");
        assertHardened(pod, main);
        assertThat(main.at("/livenessProbe/tcpSocket/port").asInt()).isEqualTo(8081);
        assertThat(main.at("/resources/limits/memory").asText()).isEqualTo("2048Mi");
        assertThat(ports(main)).contains("metrics 9249", "rest 8081");
    }

    @Test
    void aTaskManagerIsWhatTheTemplatesSay() throws Exception {
        JsonNode template = taskManager();
        JsonNode pod = template.path("spec");
        JsonNode main = Manifest.named(pod.path("containers"), MAIN);

        assertThat(pod.path("serviceAccountName").asText()).isEqualTo("sightline-taskmanager");
        assertHardened(pod, main);
        assertThat(main.at("/livenessProbe/tcpSocket/port").asInt()).isEqualTo(6122);
        assertThat(main.at("/startupProbe/tcpSocket/port").asInt()).isEqualTo(6122);
        assertThat(main.at("/resources/limits/memory").asText())
                .isEqualTo(manifest.text("/spec/taskManager/resource/memory").replace("m", "Mi"));
        assertThat(ports(main)).contains("metrics 9249", "taskmanager-rpc 6122");
    }

    /** A TaskManager that dies gets no second life in its pod: an emptyDir would not outlive it. */
    @Test
    void aTaskManagerIsNeverStartedAgainInItsPod() throws Exception {
        assertThat(taskManager().at("/spec/restartPolicy").asText()).isEqualTo("Never");
        assertThat(manifest.argument("--crash-marks")).isEmpty();
    }

    @Test
    void policiesAndMonitorsFindThePods() throws Exception {
        Map<String, String> labels =
                OperatorSchemas.mapper()
                        .convertValue(
                                taskManager().at("/metadata/labels"), new TypeReference<>() {});
        ManifestSet production = Sources.production();

        for (String selector :
                List.of(
                        "NetworkPolicy /spec/podSelector/matchLabels",
                        "PodMonitor /spec/selector/matchLabels")) {
            String[] words = selector.split(" ", 2);
            production
                    .ofKind(words[0])
                    .get(0)
                    .entries(words[1])
                    .forEach(
                            label ->
                                    assertThat(labels)
                                            .as(selector)
                                            .containsEntry(
                                                    label.getKey(), label.getValue().asText()));
        }
        assertThat(labels).containsEntry("component", "taskmanager");
    }

    private static void assertHardened(JsonNode pod, JsonNode main) {
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                .isEqualTo("RuntimeDefault");
        assertThat(pod.path("containers")).hasSize(1);
        assertThat(pod.path("initContainers")).isEmpty();
        assertThat(main.path("image").asText()).startsWith("sightline:");
        assertThat(main.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(main.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
        List<String> paths = new ArrayList<>();
        main.path("volumeMounts").forEach(mount -> paths.add(mount.path("mountPath").asText()));
        assertThat(paths)
                .doesNotHaveDuplicates()
                .contains("/opt/flink/conf", "/scratch", "/tmp", "/native-cache")
                .contains("/opt/sightline/policy", "/opt/sightline/credentials");
    }

    private static List<String> ports(JsonNode main) {
        List<String> ports = new ArrayList<>();
        main.path("ports")
                .forEach(
                        port ->
                                ports.add(
                                        port.path("name").asText()
                                                + " "
                                                + port.path("containerPort").asText()));
        return ports;
    }

    private JsonNode jobManager() throws Exception {
        var parameters =
                new KubernetesJobManagerParameters(
                        configuration,
                        new KubernetesClusterClientFactory()
                                .getClusterSpecification(configuration));
        FlinkPod template = template("jobManager");
        return tree(
                KubernetesJobManagerFactory.buildKubernetesJobManagerSpecification(
                                template, parameters)
                        .getDeployment());
    }

    private JsonNode taskManager() throws Exception {
        ContaineredTaskManagerParameters sizes =
                ContaineredTaskManagerParameters.create(
                        configuration,
                        TaskExecutorProcessUtils.processSpecFromConfig(configuration));
        var parameters =
                new KubernetesTaskManagerParameters(
                        configuration,
                        manifest.name() + "-taskmanager-1-1",
                        "",
                        "",
                        sizes,
                        Map.of(),
                        Set.of());
        FlinkPod template = template("taskManager");
        return tree(
                KubernetesTaskManagerFactory.buildTaskManagerKubernetesPod(template, parameters)
                        .getInternalResource());
    }

    /** The common template with that of a process, merged by the operator. */
    private FlinkPod template(String process) throws Exception {
        Pod merged =
                FlinkUtils.mergePodTemplates(
                        pod("/spec/podTemplate"),
                        pod("/spec/" + process + "/podTemplate"),
                        Boolean.parseBoolean(
                                manifest.flink(
                                        "kubernetes.operator.pod-template.merge-arrays-by-name")));
        Path file = folder.resolve(process + ".json");
        OperatorSchemas.mapper().writeValue(file.toFile(), merged);
        try (FlinkKubeClient client =
                FlinkKubeClientFactory.getInstance().fromConfiguration(configuration, "test")) {
            return KubernetesUtils.loadPodFromTemplateFile(client, file.toFile(), MAIN);
        }
    }

    private Pod pod(String pointer) throws Exception {
        return OperatorSchemas.mapper().treeToValue(manifest.at(pointer), Pod.class);
    }

    private static JsonNode tree(Object resource) {
        return ManifestSet.parse(Serialization.asYaml(resource)).manifests().get(0).tree();
    }
}
