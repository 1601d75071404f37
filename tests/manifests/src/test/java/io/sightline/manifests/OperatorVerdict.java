package io.sightline.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.config.FlinkConfigManager;
import org.apache.flink.kubernetes.operator.validation.DefaultValidator;

/** What the operator's own validator says, which its webhook runs. */
final class OperatorVerdict implements Rule {

    /** The newest that the validator of operator 1.7 takes. */
    private static final String NEWEST_KNOWN = "v1_18";

    /** What it knows by their former names only; later operators know these. */
    private static final Map<String, String> FORMER_NAMES =
            Map.of(
                    "execution.checkpointing.dir", "state.checkpoints.dir",
                    "execution.checkpointing.savepoint-dir", "state.savepoints.dir");

    private final DefaultValidator validator =
            new DefaultValidator(new FlinkConfigManager(new Configuration()));

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Manifest manifest : set.ofKind("FlinkDeployment")) {
            ObjectNode tree = manifest.tree().deepCopy();
            if (tree.path("spec") instanceof ObjectNode spec
                    && OperatorSchemas.FLINK_VERSIONS.contains(
                            spec.path("flinkVersion").asText())) {
                spec.put("flinkVersion", NEWEST_KNOWN);
            }
            if (tree.at("/spec/flinkConfiguration") instanceof ObjectNode configuration) {
                FORMER_NAMES.forEach(
                        (name, former) -> {
                            JsonNode value = configuration.remove(name);
                            if (value != null) {
                                configuration.set(former, value);
                            }
                        });
            }
            try {
                FlinkDeployment deployment =
                        OperatorSchemas.mapper().treeToValue(tree, FlinkDeployment.class);
                deployment.setStatus(deployment.initStatus());
                validator
                        .validateDeployment(deployment)
                        .ifPresent(
                                problem ->
                                        problems.add(
                                                manifest.id()
                                                        + ", the operator's validator: "
                                                        + problem));
            } catch (JsonProcessingException e) {
                problems.add(
                        manifest.id() + ", as the operator reads it: " + e.getOriginalMessage());
            }
        }
        return problems;
    }
}
