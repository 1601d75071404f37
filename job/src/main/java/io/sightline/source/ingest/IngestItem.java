package io.sightline.source.ingest;

import io.sightline.flow.StreamEvent;
import io.sightline.media.Track;
import io.sightline.source.split.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a reading thread hands to the task: an event, and where the rendition stands once that is
 * emitted. Ownership: what the event owns belongs to the holder of the item.
 *
 * @param after null when the event does not move the position
 */
public record IngestItem(StreamEvent event, @Nullable Position after, Kind kind) {

    /** What a queue must know of an item. */
    public enum Kind {
        /** A packet with which decoding can begin. */
        ENTRY_PACKET,
        OTHER_PACKET,
        EVENT,
        /** Nothing follows; the split is over. */
        LAST
    }

    /** Compressed bytes that it keeps in memory. */
    int sizeBytes() {
        return event instanceof StreamEvent.PacketArrived arrived
                ? arrived.packet().sizeBytes()
                : 0;
    }

    /** Releases what the event owns; for items that are not emitted. */
    void discard() {
        if (event instanceof StreamEvent.PacketArrived arrived) {
            arrived.packet().close();
        } else if (event instanceof StreamEvent.TracksAnnounced announced) {
            announced.tracks().forEach(Track::close);
        }
    }
}
