package io.sightline.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kinds of Kubernetes and of the Prometheus operator: known, and without unknown fields. */
final class KubernetesModel implements Rule {

    private static final Map<String, Class<?>> TYPES =
            Map.of(
                    "v1/Namespace", Namespace.class,
                    "v1/ServiceAccount", ServiceAccount.class,
                    "v1/ConfigMap", ConfigMap.class,
                    "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
                    "rbac.authorization.k8s.io/v1/Role", Role.class,
                    "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class,
                    "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
                    "monitoring.coreos.com/v1/PodMonitor", PodMonitor.class,
                    "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class);

    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .annotationIntrospector(new Closed())
                    .build();

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Manifest manifest : set.manifests()) {
            if (manifest.text("/apiVersion").startsWith("flink.apache.org/")
                    && OperatorSchemas.kinds().contains(manifest.kind())) {
                continue; // the operator's definitions say more
            }
            String key = manifest.text("/apiVersion") + "/" + manifest.kind();
            Class<?> type = TYPES.get(key);
            if (type == null) {
                problems.add(manifest.id() + ": '" + key + "' is no kind that is known here");
                continue;
            }
            try {
                STRICT.treeToValue(manifest.tree(), type);
            } catch (JsonProcessingException e) {
                problems.add(manifest.id() + ": " + e.getOriginalMessage());
            }
        }
        return problems;
    }

    /** The model's classes take unknown fields along; here they are errors. */
    private static final class Closed extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
