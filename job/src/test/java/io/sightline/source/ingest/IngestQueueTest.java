package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.Examination;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestQueueTest {

    private static final RenditionRef ORIGIN =
            new RenditionRef(
                    "k", new StreamId("s"), RenditionId.MAIN, Examination.inFull("p"), Map.of());

    private final List<FakePacket> packets = new ArrayList<>();

    private IngestItem packet(int number, boolean key) {
        FakePacket packet = new FakePacket(0, number, number, 1, key, 100);
        packets.add(packet);
        return new IngestItem(
                new StreamEvent.PacketArrived(ORIGIN, packet),
                key ? IngestItem.Kind.ENTRY_PACKET : IngestItem.Kind.OTHER_PACKET);
    }

    private static List<String> drained(IngestQueue queue) {
        List<String> contents = new ArrayList<>();
        for (IngestItem item = queue.poll(); item != null; item = queue.poll()) {
            contents.add(
                    item.event() instanceof StreamEvent.PacketArrived arrived
                            ? "packet " + arrived.packet().ptsTicks()
                            : item.event() instanceof StreamEvent.Discontinuity broken
                                    ? broken.reason()
                                    : item.event().getClass().getSimpleName());
        }
        return contents;
    }

    @Test
    void dropsWholeGroupsOfPicturesWhenLiveInputIsTooFast() throws CancelledException {
        IngestQueue queue = new IngestQueue(1000, IngestQueue.WhenFull.DROP_OLDEST, () -> {});
        queue.put(new IngestItem(new StreamEvent.Anchored(ORIGIN, 0, 0), IngestItem.Kind.EVENT));
        for (int i = 0; i < 11; i++) {
            queue.put(packet(i, i % 4 == 0));
        }
        assertThat(drained(queue))
                .containsExactly(
                        "Anchored",
                        "4 packets dropped: they arrive faster than they are examined",
                        "packet 4",
                        "packet 5",
                        "packet 6",
                        "packet 7",
                        "packet 8",
                        "packet 9",
                        "packet 10");
        assertThat(packets.subList(0, 4)).allMatch(packet -> packet.closed);
        assertThat(packets.subList(4, 11)).noneMatch(packet -> packet.closed);
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void waitsForTheNextKeyFrameWhenNoneIsLeft() throws CancelledException {
        IngestQueue queue = new IngestQueue(300, IngestQueue.WhenFull.DROP_OLDEST, () -> {});
        queue.put(packet(0, true));
        for (int i = 1; i < 6; i++) {
            queue.put(packet(i, false));
        }
        queue.put(packet(6, true));
        queue.put(packet(7, false));
        assertThat(drained(queue))
                .containsExactly(
                        "3 packets dropped: they arrive faster than they are examined",
                        "packet 6",
                        "packet 7");
    }

    @Test
    void releasesEverythingOnceClosed() throws CancelledException {
        IngestQueue queue = new IngestQueue(300, IngestQueue.WhenFull.WAIT, () -> {});
        queue.put(packet(0, true));
        queue.close();
        IngestItem late = packet(1, true);
        assertThatThrownBy(() -> queue.put(late)).isInstanceOf(CancelledException.class);
        assertThat(packets).allMatch(packet -> packet.closed);
    }
}
