package io.sightline.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The operator's own definitions of its kinds, made strict: a field that is not in them, which the
 * API server would drop in silence, is an error. They come with the operator's API, or from the
 * folder {@code sightline.crds} for another version.
 */
final class OperatorSchemas implements Rule {

    private static final String FOLDER = System.getProperty("sightline.crds", "");

    private static final Map<String, String> DEFINITIONS =
            Map.of(
                    "FlinkDeployment", "flinkdeployments.flink.apache.org-v1.yml",
                    "FlinkStateSnapshot", "flinkstatesnapshots.flink.apache.org-v1.yml");

    /** What these manifests say, and the newest that the definitions of the API's jar take. */
    static final Set<String> FLINK_VERSIONS = Set.of("v2_2", "v2_3");

    private static final TextNode NEWEST_KNOWN = TextNode.valueOf("v1_20");

    private final Map<String, JsonSchema> schemas = new TreeMap<>(); // by kind

    OperatorSchemas() {
        DEFINITIONS.forEach((kind, file) -> schemas.put(kind, schema(file)));
    }

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        schemas.forEach(
                (kind, schema) -> {
                    for (Manifest manifest : set.ofKind(kind)) {
                        schema.validate(comparable(manifest))
                                .forEach(
                                        message ->
                                                problems.add(
                                                        manifest.id()
                                                                + " against the operator's"
                                                                + " definition: "
                                                                + message.getMessage()));
                    }
                });
        return problems;
    }

    private static JsonNode comparable(Manifest manifest) {
        ObjectNode tree = manifest.tree().deepCopy();
        if (FOLDER.isEmpty()
                && tree.path("spec") instanceof ObjectNode spec
                && FLINK_VERSIONS.contains(spec.path("flinkVersion").asText())) {
            spec.set("flinkVersion", NEWEST_KNOWN);
        }
        return tree;
    }

    private static JsonSchema schema(String file) {
        JsonNode schema =
                ManifestSet.parse(text(file))
                        .manifests()
                        .get(0)
                        .at("/spec/versions/0/schema/openAPIV3Schema");
        ObjectNode root = schema.deepCopy();
        close(root);
        // Of every kind; definitions leave these to the API server.
        ObjectNode properties = root.withObject("/properties");
        properties.putObject("apiVersion").put("const", "flink.apache.org/v1beta1");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("type", "object");
        root.putArray("required").add("apiVersion").add("kind").add("metadata").add("spec");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode schema
                && schema.path("properties") instanceof ObjectNode
                && !schema.has("additionalProperties")
                && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            schema.put("additionalProperties", false);
        }
        node.forEach(OperatorSchemas::close);
    }

    private static String text(String file) {
        try {
            if (!FOLDER.isEmpty()) {
                return Files.readString(Path.of(FOLDER, file));
            }
            try (InputStream in =
                    OperatorSchemas.class.getResourceAsStream("/META-INF/fabric8/" + file)) {
                if (in == null) {
                    throw new IOException("the operator's API has no " + file);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether JSON of this kind is checked at all. */
    static Set<String> kinds() {
        return DEFINITIONS.keySet();
    }

    /** For other checks that read the operator's types. */
    static ObjectMapper mapper() {
        return new ObjectMapper();
    }
}
