package io.sightline.source.split;

import io.sightline.detector.model.RenditionId;
import io.sightline.flow.RenditionRef;
import io.sightline.source.enumerator.StreamEntry;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One rendition of one stream, and how far it was read.
 *
 * @param placementKey decides the subtask; shared by all renditions of the stream
 */
public record StreamSplit(
        StreamEntry entry, RenditionId rendition, String placementKey, Position position)
        implements SourceSplit {

    public static String idOf(StreamEntry entry, RenditionId rendition) {
        return entry.id() + "/" + rendition;
    }

    @Override
    public String splitId() {
        return idOf(entry, rendition);
    }

    public StreamSplit withPosition(Position reached) {
        return new StreamSplit(entry, rendition, placementKey, reached);
    }

    public StreamSplit withEntry(StreamEntry changed) {
        return new StreamSplit(changed, rendition, placementKey, position);
    }

    /** Who the events of this split come from. */
    public RenditionRef origin() {
        return new RenditionRef(
                placementKey, entry.id(), rendition, entry.examination(), entry.labels());
    }
}
