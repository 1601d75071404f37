package io.sightline.manifests;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.autoscaler.config.AutoScalerOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.kubernetes.operator.config.KubernetesOperatorConfigOptions;

/**
 * Keys that only the operator reads are those that its classes declare. The others are Flink's own,
 * of the version that the job is built with: {@code tests/e2e} checks them.
 */
final class OperatorKeys implements Rule {

    private static final List<String> PREFIXES = List.of("kubernetes.operator.", "job.autoscaler.");

    /** Since operator 1.11, which is published as an image only. */
    private static final Set<String> NEWER =
            Set.of(
                    "job.autoscaler.utilization.target",
                    "job.autoscaler.utilization.max",
                    "job.autoscaler.utilization.min",
                    "job.autoscaler.scale-down.interval");

    private final Set<String> known = new TreeSet<>(NEWER);

    OperatorKeys() {
        for (Class<?> options :
                List.of(KubernetesOperatorConfigOptions.class, AutoScalerOptions.class)) {
            for (Field field : options.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        && field.getType() == ConfigOption.class) {
                    known.add(key(field));
                }
            }
        }
    }

    private static String key(Field field) {
        try {
            field.setAccessible(true);
            return ((ConfigOption<?>) field.get(null)).key();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Manifest deployment : set.ofKind("FlinkDeployment")) {
            for (String key : deployment.fields("/spec/flinkConfiguration")) {
                if (PREFIXES.stream().anyMatch(key::startsWith) && !known.contains(key)) {
                    problems.add(deployment.id() + ": " + key + " is no key of the operator's");
                }
            }
        }
        return problems;
    }
}
