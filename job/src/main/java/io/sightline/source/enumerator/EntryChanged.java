package io.sightline.source.enumerator;

import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/** Tells a reader that splits go on under a changed entry that is read from the same place. */
public record EntryChanged(List<String> splitIds, StreamEntry entry) implements SourceEvent {

    private static final long serialVersionUID = 1L;

    public EntryChanged {
        splitIds = List.copyOf(splitIds);
    }
}
