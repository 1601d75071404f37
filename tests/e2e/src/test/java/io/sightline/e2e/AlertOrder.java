package io.sightline.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The order in which the alerts of each stream came. */
final class AlertOrder {

    private AlertOrder() {}

    /** The first alert of each stream that came out of its order, in words. */
    static List<String> differences(List<ObjectNode> expected, List<ObjectNode> seen) {
        Map<String, List<String>> wanted = byStream(expected);
        Map<String, List<String>> found = byStream(seen);
        List<String> differences = new ArrayList<>();
        wanted.forEach(
                (stream, order) -> {
                    List<String> other = found.getOrDefault(stream, List.of());
                    int same = 0;
                    while (same < Math.min(order.size(), other.size())
                            && order.get(same).equals(other.get(same))) {
                        same++;
                    }
                    if (same < order.size() || same < other.size()) {
                        differences.add(
                                "alert %d of %s is %s, not %s"
                                        .formatted(
                                                same + 1,
                                                stream,
                                                at(other, same),
                                                at(order, same)));
                    }
                });
        return differences;
    }

    private static String at(List<String> order, int index) {
        return index < order.size() ? order.get(index) : "missing";
    }

    private static Map<String, List<String>> byStream(List<ObjectNode> alerts) {
        Map<String, List<String>> all = new TreeMap<>();
        for (ObjectNode alert : alerts) {
            all.computeIfAbsent(alert.path("stream_id").asText(), stream -> new ArrayList<>())
                    .add(
                            alert.path("defect").asText()
                                    + " "
                                    + alert.path("event").asText()
                                    + " "
                                    + alert.path("alert_id").asText());
        }
        return all;
    }
}
