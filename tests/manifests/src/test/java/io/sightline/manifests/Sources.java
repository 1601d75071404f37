package io.sightline.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Manifests as they are written, put together without kustomize: the base with the merge patch of
 * an overlay, and monitoring. It stands in where overlays cannot be rendered, and what is broken on
 * purpose is made of it; operations by path, and hashes in names, are left out.
 */
final class Sources {

    private static final Path BASE = Repository.KUBERNETES.resolve("base");
    private static final Path MONITORING = Repository.KUBERNETES.resolve("components/monitoring");
    private static final String NAMESPACE = "sightline";

    private Sources() {}

    /** The base alone. */
    static ManifestSet base() {
        return folder(BASE);
    }

    /** The base with what {@code overlays/prod} merges into it, monitoring and a savepoint. */
    static ManifestSet production() {
        ManifestSet base = base();
        Path overlay = Repository.KUBERNETES.resolve("overlays/prod/flink-deployment.yaml");
        Manifest patch = ManifestSet.parse(Repository.text(overlay)).manifests().get(0);
        base.find(patch.kind(), patch.name())
                .ifPresent(deployment -> merge(patch.tree(), deployment.tree()));
        return base.and(folder(MONITORING).manifests())
                .and(folder(Repository.KUBERNETES.resolve("overlays/savepoint")).manifests());
    }

    private static ManifestSet folder(Path folder) {
        Manifest kustomization =
                ManifestSet.parse(Repository.text(folder.resolve("kustomization.yaml")))
                        .manifests()
                        .get(0);
        List<Manifest> manifests = new ArrayList<>();
        for (String file : kustomization.texts("/resources")) {
            manifests.addAll(ManifestSet.parse(Repository.text(folder.resolve(file))).manifests());
        }
        for (JsonNode generator : kustomization.at("/configMapGenerator")) {
            manifests.add(configMap(folder, generator));
        }
        for (String component : kustomization.texts("/components")) {
            patch(manifests, folder.resolve(component));
        }
        for (Manifest manifest : manifests) {
            if (!manifest.kind().equals("Namespace")) {
                manifest.tree().withObject("/metadata").put("namespace", NAMESPACE);
            }
            for (JsonNode subject : manifest.at("/subjects")) {
                ((ObjectNode) subject).put("namespace", NAMESPACE);
            }
            for (JsonNode image : kustomization.at("/images")) {
                if (manifest.text("/spec/image").equals(image.path("name").asText())) {
                    manifest.tree()
                            .withObject("/spec")
                            .put(
                                    "image",
                                    image.path("newName").asText()
                                            + ":"
                                            + image.path("newTag").asText());
                }
            }
        }
        return new ManifestSet(manifests);
    }

    /** Merges the patches of a component that are files. */
    private static void patch(List<Manifest> manifests, Path component) {
        Manifest kustomization =
                ManifestSet.parse(Repository.text(component.resolve("kustomization.yaml")))
                        .manifests()
                        .get(0);
        for (JsonNode entry : kustomization.at("/patches")) {
            Path file = component.resolve(entry.path("path").asText());
            Manifest patch = ManifestSet.parse(Repository.text(file)).manifests().get(0);
            manifests.stream()
                    .filter(each -> each.id().equals(patch.id()))
                    .forEach(target -> merge(patch.tree(), target.tree()));
        }
    }

    private static Manifest configMap(Path folder, JsonNode generator) {
        Manifest map = ManifestSet.parse("{apiVersion: v1, kind: ConfigMap}").manifests().get(0);
        ObjectNode metadata = map.tree().putObject("metadata");
        metadata.put("name", generator.path("name").asText());
        if (generator.at("/options/labels") instanceof ObjectNode labels) {
            metadata.set("labels", labels);
        }
        ObjectNode data = map.tree().putObject("data");
        for (JsonNode file : generator.path("files")) {
            Path path = folder.resolve(file.asText());
            data.put(path.getFileName().toString(), Repository.text(path));
        }
        return map;
    }

    /** A JSON merge patch, which is what kustomize applies to kinds it does not know. */
    private static void merge(JsonNode patch, ObjectNode target) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isObject()
                    && target.get(field.getKey()) instanceof ObjectNode inner) {
                merge(field.getValue(), inner);
            } else {
                target.set(field.getKey(), field.getValue());
            }
        }
    }
}
