package io.sightline.source.enumerator;

import io.sightline.source.split.StreamSplit;
import java.util.List;

/**
 * What the enumerator must not forget.
 *
 * @param streams the last good registry and where its streams are placed
 * @param unassigned splits that no reader has, with their positions
 */
public record EnumeratorState(List<PlacedStream> streams, List<StreamSplit> unassigned) {

    public EnumeratorState {
        streams = List.copyOf(streams);
        unassigned = List.copyOf(unassigned);
    }
}
