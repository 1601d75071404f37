package io.sightline.flow;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import java.util.List;
import java.util.Map;

/**
 * Whose event this is. One object for each rendition at work, shared by all its events.
 *
 * @param placementKey the key of the stream's state: all renditions of a stream share it
 * @param policy the name of the policy template that judges it
 * @param detectors ids of the detectors to run; empty means all
 * @param labels as in the registry
 * @param audioExpected whether sound is missed even if the input never announces any
 */
public record RenditionRef(
        String placementKey,
        StreamId stream,
        RenditionId rendition,
        String policy,
        List<String> detectors,
        Map<String, String> labels,
        boolean audioExpected) {

    public RenditionRef {
        detectors = List.copyOf(detectors);
        labels = Map.copyOf(labels);
    }

    /** For logs: {@code stream=news-7 rendition=1080p}. */
    public String forLog() {
        return "stream=" + stream + " rendition=" + rendition;
    }
}
