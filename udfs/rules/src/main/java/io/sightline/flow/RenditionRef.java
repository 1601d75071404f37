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
 * @param evidence where its evidence is asked for
 */
public record RenditionRef(
        String placementKey,
        StreamId stream,
        RenditionId rendition,
        Examination examination,
        Map<String, String> labels,
        EvidencePort evidence) {

    public RenditionRef {
        labels = Map.copyOf(labels);
    }

    /** With a port of its own, to which nobody is attached yet. */
    public RenditionRef(
            String placementKey,
            StreamId stream,
            RenditionId rendition,
            Examination examination,
            Map<String, String> labels) {
        this(placementKey, stream, rendition, examination, labels, new EvidencePort());
    }

    /** For logs: {@code stream=news-7 rendition=1080p}. */
    public String forLog() {
        return "stream=" + stream + " rendition=" + rendition;
    }
}
