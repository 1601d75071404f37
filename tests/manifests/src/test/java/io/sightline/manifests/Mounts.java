package io.sightline.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Where volumes are in the containers of a deployment. */
final class Mounts {

    static final String MAIN_CONTAINER = "flink-main-container";

    private Mounts() {}

    /**
     * One volume at one place.
     *
     * @param volume its definition; missing when the pod has none of that name
     */
    record Mount(String name, String path, boolean isPart, JsonNode volume) {

        boolean covers(String file) {
            return file.equals(path) || file.startsWith(path + "/");
        }

        boolean isWritable() {
            return volume.has("emptyDir") || volume.has("persistentVolumeClaim");
        }
    }

    static JsonNode container(Manifest deployment) {
        return Manifest.named(deployment.at("/spec/podTemplate/spec/containers"), MAIN_CONTAINER);
    }

    static List<Mount> of(Manifest deployment) {
        List<Mount> mounts = new ArrayList<>();
        for (JsonNode mount : container(deployment).path("volumeMounts")) {
            String name = mount.path("name").asText();
            mounts.add(
                    new Mount(
                            name,
                            mount.path("mountPath").asText(),
                            mount.has("subPath"),
                            Manifest.named(deployment.at("/spec/podTemplate/spec/volumes"), name)));
        }
        return mounts;
    }
}
