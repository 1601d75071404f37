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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
        IngestQueue queue =
                new IngestQueue(
                        1000, new QueueBudget(1 << 20), IngestQueue.WhenFull.DROP_OLDEST, () -> {});
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
        IngestQueue queue =
                new IngestQueue(
                        300, new QueueBudget(1 << 20), IngestQueue.WhenFull.DROP_OLDEST, () -> {});
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
    void tellsHowMuchOfEachSecondAndTrackWasDropped() throws CancelledException {
        IngestQueue queue =
                new IngestQueue(
                        300, new QueueBudget(1 << 20), IngestQueue.WhenFull.DROP_OLDEST, () -> {});
        for (int i = 0; i < 8; i++) {
            IngestItem item = packet(i, i == 0 || i == 7);
            packets.get(i).stamp(i * 400_000L, i * 400_000L, 400_000);
            queue.put(item);
        }
        List<StreamEvent.PacketsDropped> told = new ArrayList<>();
        for (IngestItem item = queue.poll(); item != null; item = queue.poll()) {
            if (item.event() instanceof StreamEvent.PacketsDropped dropped) {
                told.add(dropped);
            }
        }
        assertThat(told)
                .containsExactly(
                        new StreamEvent.PacketsDropped(ORIGIN, 0, 0, 3, 1),
                        new StreamEvent.PacketsDropped(ORIGIN, 0, 1_200_000, 2, 0),
                        new StreamEvent.PacketsDropped(ORIGIN, 0, 2_000_000, 2, 0));
    }

    @Test
    void allQueuesTogetherHoldNoMoreThanTheirBudget() throws CancelledException {
        QueueBudget budget = new QueueBudget(8_000);
        List<IngestQueue> queues = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            queues.add(new IngestQueue(5_000, budget, IngestQueue.WhenFull.DROP_OLDEST, () -> {}));
        }
        for (int i = 0; i < 100; i++) { // one that takes what it can
            queues.get(0).put(packet(i, true));
        }
        assertThat(queues.get(0).bytes()).isEqualTo(4_000);
        for (int i = 0; i < 100; i++) {
            for (IngestQueue queue : queues) {
                queue.put(packet(i, true));
                assertThat(budget.bytes()).isLessThanOrEqualTo(8_000);
            }
        }
        for (IngestQueue queue : queues) {
            assertThat(queue.bytes()).as("the share of each").isGreaterThanOrEqualTo(400);
        }
        queues.forEach(IngestQueue::close);
        queues.forEach(IngestQueue::close);
        assertThat(budget.bytes()).isZero();
        assertThat(budget.allows(8_000_000, 1)).isTrue();
        assertThat(packets).allMatch(packet -> packet.closed);
    }

    @Test
    void boundedInputWaitsForTheBudgetAndGoesOn() throws Exception {
        QueueBudget budget = new QueueBudget(400);
        IngestQueue live =
                new IngestQueue(5_000, budget, IngestQueue.WhenFull.DROP_OLDEST, () -> {});
        IngestQueue file = new IngestQueue(5_000, budget, IngestQueue.WhenFull.WAIT, () -> {});
        live.put(packet(0, true));
        live.put(packet(1, true));
        file.put(packet(2, true));
        IngestItem second = packet(3, true);
        CompletableFuture<Void> putting =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                file.put(second);
                            } catch (CancelledException cancelled) {
                                throw new AssertionError(cancelled);
                            }
                        });
        while (!file.isHoldingBack()) {
            Thread.onSpinWait();
        }
        assertThat(drained(file)).contains("packet 2");
        putting.get(30, TimeUnit.SECONDS);
        drained(file);
        live.close();
        file.close();
        assertThat(packets).filteredOn(packet -> packet.ptsTicks() < 2).allMatch(p -> p.closed);
    }

    @Test
    void releasesEverythingOnceClosed() throws CancelledException {
        IngestQueue queue =
                new IngestQueue(300, new QueueBudget(1 << 20), IngestQueue.WhenFull.WAIT, () -> {});
        queue.put(packet(0, true));
        queue.close();
        IngestItem late = packet(1, true);
        assertThatThrownBy(() -> queue.put(late)).isInstanceOf(CancelledException.class);
        assertThat(packets).allMatch(packet -> packet.closed);
    }
}
