package io.sightline.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One Kubernetes object as it would be sent to the API server. */
record Manifest(ObjectNode tree) {

    /** The commands that a deployment may run: the job that watches, and the one that tells. */
    static final String MONITOR = "monitor";

    static final String NOTIFY = "notify";

    String kind() {
        return tree.path("kind").asText();
    }

    String name() {
        return tree.at("/metadata/name").asText();
    }

    String namespace() {
        return tree.at("/metadata/namespace").asText();
    }

    /** What messages call it. */
    String id() {
        return kind() + " " + name();
    }

    /** By JSON pointer; missing is no error. */
    JsonNode at(String pointer) {
        return tree.at(pointer);
    }

    String text(String pointer) {
        return at(pointer).asText();
    }

    /** A key of {@code spec.flinkConfiguration}, empty when it is not set. */
    String flink(String key) {
        return at("/spec/flinkConfiguration").path(key).asText();
    }

    List<String> texts(String pointer) {
        List<String> texts = new ArrayList<>();
        at(pointer).forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /** The first of the job's arguments, empty when there is none. */
    String command() {
        return text("/spec/job/args/0");
    }

    /** The value of {@code --name=value} in the job's arguments, empty when it is not there. */
    String argument(String name) {
        String start = name + "=";
        return texts("/spec/job/args").stream()
                .filter(text -> text.startsWith(start))
                .map(text -> text.substring(start.length()))
                .findFirst()
                .orElse("");
    }

    List<String> fields(String pointer) {
        List<String> names = new ArrayList<>();
        at(pointer).fieldNames().forEachRemaining(names::add);
        return names;
    }

    Set<Map.Entry<String, JsonNode>> entries(String pointer) {
        return at(pointer).properties();
    }

    /** The element of a list that has this {@code name}. */
    static JsonNode named(JsonNode list, String name) {
        for (JsonNode element : list) {
            if (element.path("name").asText().equals(name)) {
                return element;
            }
        }
        return MissingNode.getInstance();
    }

    Manifest copy() {
        return new Manifest(tree.deepCopy());
    }
}
