package io.sightline.source.enumerator;

import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells a reader to stop reading splits.
 *
 * @param reason one sentence for people: what happened to the stream
 */
public record RenditionsGone(List<String> splitIds, String reason, Cause cause)
        implements SourceEvent {

    /** What led to it. */
    public enum Cause {
        /** Somebody removed, disabled or changed the stream's entry. */
        ENTRY,
        /** The stream's playlist offers other renditions. */
        PLAYLIST
    }

    private static final long serialVersionUID = 1L;

    public RenditionsGone {
        splitIds = List.copyOf(splitIds);
    }

    /** Because of its entry. */
    public RenditionsGone(List<String> splitIds, String reason) {
        this(splitIds, reason, Cause.ENTRY);
    }
}
