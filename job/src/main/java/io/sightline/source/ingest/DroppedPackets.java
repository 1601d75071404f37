package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.flow.StreamEvent;
import io.sightline.media.Packet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what a queue drops, by track and second of media, so that it can be told however much it
 * is. Confined to whoever holds the queue's lock.
 */
final class DroppedPackets {

    private static final long SECOND_MICROS = 1_000_000;

    private final Map<Second, StreamEvent.PacketsDropped> seconds = new LinkedHashMap<>();

    private record Second(int track, long number) {}

    /** Counts one; what has no time cannot be told. */
    void add(IngestItem item) {
        if (!(item.event() instanceof StreamEvent.PacketArrived arrived)) {
            return;
        }
        Packet packet = arrived.packet();
        long at = packet.presentationTimeMicros();
        if (at == TimeBase.NO_TIME || packet.isPreRoll()) {
            return;
        }
        Second second = new Second(packet.trackIndex(), Math.floorDiv(at, SECOND_MICROS));
        StreamEvent.PacketsDropped before = seconds.get(second);
        seconds.put(
                second,
                new StreamEvent.PacketsDropped(
                        item.event().origin(),
                        packet.trackIndex(),
                        before == null ? at : Math.min(at, before.presentationTimeMicros()),
                        1 + (before == null ? 0 : before.packets()),
                        (packet.isKeyFrame() ? 1 : 0) + (before == null ? 0 : before.keyFrames())));
    }

    /** What was counted since the last call, in its order. */
    List<IngestItem> take() {
        List<IngestItem> items = new ArrayList<>();
        seconds.values().forEach(event -> items.add(new IngestItem(event, IngestItem.Kind.EVENT)));
        seconds.clear();
        return items;
    }
}
