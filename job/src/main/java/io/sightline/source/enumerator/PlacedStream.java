package io.sightline.source.enumerator;

import java.util.List;

/**
 * A stream that is being watched.
 *
 * @param placementKey decides where all its renditions run; never changes
 * @param renditions names of those for which splits were made
 * @param isExpanded whether {@code renditions} is final, as opposed to a stand-in until its
 *     playlist could be read
 */
public record PlacedStream(
        StreamEntry entry, String placementKey, List<String> renditions, boolean isExpanded) {

    public PlacedStream {
        renditions = List.copyOf(renditions);
    }
}
