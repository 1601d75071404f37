package io.sightline.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The truth about a planted clip, as JSON.
 *
 * @param clip name of the file that it was made from
 * @param durationMicros of the written clip, from its earliest time to the end of its last picture
 *     or sample
 * @param unnoticeable what was planted and changed nothing that could be noticed
 */
public record Labels(
        String clip, long seed, long durationMicros, List<Label> labels, List<Label> unnoticeable) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Labels {
        labels = sorted(labels);
        unnoticeable = sorted(unnoticeable);
    }

    private static List<Label> sorted(List<Label> labels) {
        return labels.stream()
                .sorted(Comparator.comparingLong(Label::fromMicros).thenComparing(Label::defect))
                .toList();
    }

    /** One object, indented, with a line end. */
    public String json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("clip", clip).put("seed", seed).put("duration_us", durationMicros);
        write(labels, root.putArray("defects"));
        write(unnoticeable, root.putArray("unnoticeable"));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(List<Label> labels, ArrayNode array) {
        for (Label label : labels) {
            ObjectNode node = array.addObject();
            node.put("defect", label.defect());
            node.put("from_us", label.fromMicros());
            node.put("to_us", label.toMicros());
            node.put("strength", label.strength());
            node.set("parameters", JSON.valueToTree(new TreeMap<>(label.parameters())));
            node.set("measured", JSON.valueToTree(new TreeMap<>(label.measured())));
        }
    }

    /** Reads what {@link #json} wrote. */
    public static Labels parse(String json) throws JsonProcessingException {
        JsonNode root = JSON.readTree(json);
        return new Labels(
                root.get("clip").asText(),
                root.get("seed").asLong(),
                root.get("duration_us").asLong(),
                read(root.path("defects")),
                read(root.path("unnoticeable")));
    }

    private static List<Label> read(JsonNode array) {
        List<Label> labels = new ArrayList<>();
        for (JsonNode node : array) {
            labels.add(
                    new Label(
                            node.get("defect").asText(),
                            node.get("from_us").asLong(),
                            node.get("to_us").asLong(),
                            node.get("strength").asDouble(),
                            JSON.convertValue(
                                    node.get("parameters"),
                                    new TypeReference<Map<String, String>>() {}),
                            JSON.convertValue(
                                    node.get("measured"),
                                    new TypeReference<Map<String, Double>>() {})));
        }
        return labels;
    }
}
