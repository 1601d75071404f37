package io.sightline.source.ingest;

import io.sightline.flow.StreamEvent;
import io.sightline.media.Track;
import io.sightline.source.split.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a reading thread hands to the task: an event, and where the rendition stands once that is
 * emitted. Ownership: what the event owns belongs to the holder of the item.
 *
 * <p>The position comes in parts, because there is an item for each packet: most of it stays the
 * same for seconds and is shared.
 *
 * @param base an earlier position in the same segment with the same restart point and offset; null
 *     when the event does not move the position
 * @param ordinal of the position after the event
 * @param presentationEndMicros of the position after the event
 */
public record IngestItem(
        StreamEvent event,
        Kind kind,
        @Nullable Position base,
        long ordinal,
        long presentationEndMicros) {

    /** What a queue must know of an item. */
    public enum Kind {
        /** A packet with which decoding can begin. */
        ENTRY_PACKET,
        OTHER_PACKET,
        EVENT,
        /** Nothing follows; the split is over. */
        LAST
    }

    /** Of an event that does not move the position. */
    public IngestItem(StreamEvent event, Kind kind) {
        this(event, kind, null, 0, 0);
    }

    /** Where the rendition stands after it; null when it does not move the position. */
    public @Nullable Position after() {
        return base == null ? null : base.movedTo(ordinal, presentationEndMicros);
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
