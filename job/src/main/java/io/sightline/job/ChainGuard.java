package io.sightline.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.graph.StreamingJobGraphGenerator;

/**
 * Refuses a job graph in which anything would leave its operator chain: packets and pictures are
 * passed by reference, and a region that is one vertex fails and restarts alone.
 */
final class ChainGuard {

    private ChainGuard() {}

    /**
     * @throws IllegalStateException naming every edge that would not be chained, or every source
     *     when there are several
     */
    static void requireOneVertex(StreamGraph graph) {
        if (graph.getSourceIDs().size() != 1) {
            throw new IllegalStateException(
                    "The job must be one chain from one source, found: "
                            + graph.getSourceIDs().stream()
                                    .map(id -> graph.getStreamNode(id).getOperatorName())
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ". Run what needs another source as a job of its own.");
        }
        List<String> broken = new ArrayList<>();
        for (StreamNode node : graph.getStreamNodes()) {
            for (StreamEdge edge : node.getOutEdges()) {
                if (!StreamingJobGraphGenerator.isChainable(edge, graph)) {
                    broken.add(
                            node.getOperatorName()
                                    + " -> "
                                    + graph.getTargetVertex(edge).getOperatorName());
                }
            }
        }
        if (!broken.isEmpty()) {
            broken.sort(null); // the graph keeps its nodes in no order
            throw new IllegalStateException(
                    "The job must be one chain from its source to its sinks, so that pictures are"
                            + " passed by reference, but these edges are not chained: "
                            + String.join(", ", broken)
                            + ". Look for a keyBy, a different parallelism, slot sharing group or"
                            + " chaining strategy, or 'pipeline.operator-chaining.enabled: false'.");
        }
    }
}
