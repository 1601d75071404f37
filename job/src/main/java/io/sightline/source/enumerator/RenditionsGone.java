package io.sightline.source.enumerator;

import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells a reader to stop reading splits.
 *
 * @param reason one sentence for people: what happened to the stream
 */
public record RenditionsGone(List<String> splitIds, String reason) implements SourceEvent {

    private static final long serialVersionUID = 1L;

    public RenditionsGone {
        splitIds = List.copyOf(splitIds);
    }
}
