package io.sightline.flow;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import java.util.Map;

/**
 * Whose event this is. One object for each rendition at work, shared by all its events.
 *
 * @param placementKey the key of the stream's state: all renditions of a stream share it
 * @param examination how it is examined and judged
 * @param labels as in the registry
 */
public record RenditionRef(
        String placementKey,
        StreamId stream,
        RenditionId rendition,
        Examination examination,
        Map<String, String> labels) {

    public RenditionRef {
        labels = Map.copyOf(labels);
    }

    /** For logs: {@code stream=news-7 rendition=1080p}. */
    public String forLog() {
        return "stream=" + stream + " rendition=" + rendition;
    }
}
