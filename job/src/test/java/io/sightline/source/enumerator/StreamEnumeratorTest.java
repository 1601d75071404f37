package io.sightline.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.source.split.Position;
import io.sightline.source.split.StreamSplit;
import io.sightline.source.split.TimelineState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class StreamEnumeratorTest {

    private static final int MAX_PARALLELISM = 720;

    private final List<StreamEntry> catalogue = new ArrayList<>();
    private final List<String> renditions = new ArrayList<>();
    private final Set<StreamId> skipped = new HashSet<>();
    private boolean unreadable;
    private boolean masterDown;

    private static StreamEntry entry(String id, String url, StreamInput.Renditions which) {
        return StreamEntry.of(new StreamId(id), url)
                .withInput(StreamInput.of(url).withRenditions(which, List.of("low", "high")));
    }

    private static StreamEntry file(String id) {
        return entry(id, "/media/" + id + ".ts", StreamInput.Renditions.ALL);
    }

    private Registry watched() {
        return new WatchedRegistry(() -> this::load, Duration.ofSeconds(1));
    }

    private RegistryLoader.Loaded load() throws IOException {
        if (unreadable) {
            throw new IOException("line 3: not YAML");
        }
        return new RegistryLoader.Loaded(catalogue, List.of(), skipped);
    }

    private StreamEnumerator started(FakeContext context, Registry registry) {
        return started(context, registry, null);
    }

    private StreamEnumerator started(
            FakeContext context, Registry registry, EnumeratorState restored) {
        StreamEnumerator enumerator =
                new StreamEnumerator(
                        context,
                        registry,
                        new RenditionQuestions(
                                context, this::resolve, Executors.newDirectExecutorService()),
                        MAX_PARALLELISM,
                        restored);
        enumerator.start();
        context.runPeriodicCalls();
        return enumerator;
    }

    private List<String> resolve(StreamInput asked) throws IOException {
        if (masterDown) {
            throw new IOException("connection refused");
        }
        return renditions;
    }

    @Test
    void givesEachSplitToTheOwnerOfItsKeyGroupAndEnds() {
        FakeContext context = new FakeContext(3);
        List<StreamEntry> entries = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            entries.add(file("s" + i));
        }
        StreamEnumerator enumerator = started(context, new FixedRegistry(entries));
        for (int subtask = 0; subtask < 3; subtask++) {
            assertThat(context.finished).isEmpty();
            context.register(subtask);
            enumerator.addReader(subtask);
        }
        assertThat(context.assignedIds()).hasSize(9).doesNotHaveDuplicates();
        assertThat(context.finished).containsExactlyInAnyOrder(0, 1, 2);
        context.assigned.forEach(
                (subtask, splits) ->
                        assertThat(splits)
                                .hasSize(3)
                                .allSatisfy(
                                        split ->
                                                assertThat(
                                                                KeyGroupRangeAssignment
                                                                        .assignKeyToParallelOperator(
                                                                                split
                                                                                        .placementKey(),
                                                                                MAX_PARALLELISM,
                                                                                3))
                                                        .isEqualTo(subtask)));
    }

    @Test
    void followsTheRegistryAndKeepsTheLastGoodOne() {
        FakeContext context = new FakeContext(1);
        catalogue.add(file("a"));
        catalogue.add(file("b"));
        StreamEnumerator enumerator = started(context, watched());
        context.register(0);
        enumerator.addReader(0);
        assertThat(context.assignedIds()).containsExactly("a/main", "b/main");

        unreadable = true;
        context.runPeriodicCalls();
        assertThat(context.sent).isEmpty();

        unreadable = false;
        catalogue.remove(0);
        StreamEntry b = catalogue.remove(0);
        catalogue.add(b.withExamination(b.examination().withPolicy("other policy")));
        catalogue.add(file("c"));
        context.runPeriodicCalls();
        assertThat(context.sent)
                .containsExactly("0 gone [a/main] removed from the registry", "0 changed [b/main]");
        assertThat(context.assignedIds()).containsExactly("a/main", "b/main", "c/main");
        assertThat(context.finished).isEmpty();
    }

    @Test
    void readsAStreamAnewWhenItsUrlChanges() {
        FakeContext context = new FakeContext(1);
        catalogue.add(file("a"));
        StreamEnumerator enumerator = started(context, watched());
        context.register(0);
        enumerator.addReader(0);
        String key = context.assigned.get(0).get(0).placementKey();
        catalogue.set(0, entry("a", "udp://127.0.0.1:9000", StreamInput.Renditions.ALL));
        context.runPeriodicCalls();
        assertThat(context.sent).containsExactly("0 gone [a/main] changed in the registry");
        StreamSplit anew = context.assigned.get(0).get(1);
        assertThat(anew.entry().url()).startsWith("udp:");
        assertThat(anew.placementKey()).isEqualTo(key);
    }

    @Test
    void watchesAStandInUntilTheMasterPlaylistAnswers() {
        FakeContext context = new FakeContext(1);
        context.register(0);
        masterDown = true;
        catalogue.add(entry("tv", "http://host/tv.m3u8", StreamInput.Renditions.ALL));
        StreamEnumerator enumerator = started(context, watched());
        enumerator.addReader(0);
        assertThat(context.assignedIds()).containsExactly("tv/main");
        masterDown = false;
        renditions.addAll(List.of("360p", "720p"));
        context.runPeriodicCalls();
        assertThat(context.assignedIds()).containsExactly("tv/360p", "tv/720p", "tv/main");
        assertThat(context.sent)
                .containsExactly("0 gone [tv/main] replaced by the renditions of its playlist");
        assertThat(context.assigned.get(0))
                .extracting(StreamSplit::placementKey)
                .containsOnly(context.assigned.get(0).get(0).placementKey());
    }

    @Test
    void makesOneSplitForEachListedRendition() {
        FakeContext context = new FakeContext(1);
        context.register(0);
        StreamEntry listed = entry("tv", "http://host/tv.m3u8", StreamInput.Renditions.LISTED);
        started(context, new FixedRegistry(List.of(listed))).addReader(0);
        assertThat(context.assignedIds()).containsExactly("tv/high", "tv/low");
    }

    @Test
    void givesReportedSplitsBackOnceAtAnotherParallelism() {
        FakeContext before = new FakeContext(2);
        FixedRegistry registry =
                new FixedRegistry(List.of(file("a"), file("b"), file("c"), file("d")));
        StreamEnumerator first = started(before, registry);
        before.register(0);
        before.register(1);
        first.addReader(0);
        first.addReader(1);
        EnumeratorState checkpoint = first.snapshotState(1);
        assertThat(checkpoint.unassigned()).isEmpty();

        FakeContext after = new FakeContext(3);
        StreamEnumerator second = started(after, registry, checkpoint);
        StreamSplit a = reached(find(before, "a/main"), 5);
        StreamSplit b = reached(find(before, "b/main"), 7);
        StreamSplit c = reached(find(before, "c/main"), 9); // d was read to its end
        after.register(0, a);
        second.addReader(0);
        assertThat(second.snapshotState(2).unassigned().size() + after.assignedIds().size())
                .isEqualTo(1);
        after.register(1, b, c);
        second.addReader(1);
        after.register(2, a);
        second.addReader(2);
        assertThat(after.assignedIds()).containsExactly("a/main", "b/main", "c/main");
        assertThat(find(after, "b/main").position().ordinal()).isEqualTo(7);
        assertThat(after.finished).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void assignsAgainWhatAFailedReaderHad() {
        FakeContext context = new FakeContext(1);
        catalogue.add(file("a"));
        StreamEnumerator enumerator = started(context, watched());
        context.register(0);
        enumerator.addReader(0);
        StreamSplit had = context.assigned.remove(0).get(0);
        context.readers.clear();
        enumerator.addSplitsBack(List.of(had), 0);
        assertThat(enumerator.snapshotState(1).unassigned()).containsExactly(had);
        context.register(0, reached(had, 3));
        enumerator.addReader(0);
        assertThat(context.assigned.get(0)).containsExactly(reached(had, 3));
    }

    @Test
    void keepsTheLastGoodRegistryOfACheckpointThoughItsSourceIsGone() throws IOException {
        FakeContext before = new FakeContext(2);
        for (int i = 0; i < 4; i++) {
            catalogue.add(file("s" + i));
        }
        StreamEnumerator first = started(before, watched());
        before.register(0);
        first.addReader(0); // the other never came: its splits are the enumerator's
        EnumeratorStateSerializer serializer = new EnumeratorStateSerializer();
        byte[] stored = serializer.serialize(first.snapshotState(1));
        List<StreamSplit> read = before.assigned.get(0);
        assertThat(read).hasSize(2);

        unreadable = true;
        FakeContext after = new FakeContext(1);
        StreamEnumerator second =
                started(after, watched(), serializer.deserialize(serializer.getVersion(), stored));
        after.register(0, reached(read.get(0), 5), reached(read.get(1), 7));
        second.addReader(0);
        after.runPeriodicCalls();

        assertThat(after.assignedIds()).containsExactly("s0/main", "s1/main", "s2/main", "s3/main");
        assertThat(find(after, read.get(1).splitId()).position().ordinal()).isEqualTo(7);
        assertThat(after.sent).isEmpty();
        assertThat(second.snapshotState(2).streams()).isEqualTo(first.snapshotState(2).streams());

        unreadable = false;
        catalogue.remove(0);
        after.runPeriodicCalls();
        assertThat(after.sent).containsExactly("0 gone [s0/main] removed from the registry");
    }

    @Test
    void appliesAChangeOfManyStreamsAtOnce() {
        FakeContext context = new FakeContext(4);
        for (int subtask = 0; subtask < 4; subtask++) {
            context.register(subtask);
        }
        for (int i = 0; i < 5_000; i++) {
            catalogue.add(file("old-" + i));
        }
        started(context, watched());
        assertThat(context.assignedIds()).hasSize(5_000);

        catalogue.subList(0, 100).clear();
        for (int i = 0; i < 100; i++) {
            catalogue.add(file("new-" + i));
            StreamEntry changed = catalogue.get(i);
            catalogue.set(i, changed.withLabels(Map.of("tier", "gold")));
        }
        // Of the processor, not of the clock: other processes may be busy as well.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long beginNanos = threads.getCurrentThreadCpuTime();
        context.runPeriodicCalls();
        Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - beginNanos);
        System.out.printf("registry: 300 of 5,000 streams in %d ms%n", taken.toMillis());

        assertThat(context.sent).hasSize(200);
        assertThat(context.assignedIds()).hasSize(5_100).contains("new-99/main");
        assertThat(taken).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void looksAtTheRegistryWhileMastersDoNotAnswer() throws Exception {
        FakeContext context = new FakeContext(1);
        context.register(0);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        RenditionResolver silent =
                input -> {
                    asked.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IOException("given up", e);
                    }
                    return List.of();
                };
        catalogue.add(entry("dead", "http://host/dead.m3u8", StreamInput.Renditions.ALL));
        StreamEnumerator enumerator =
                new StreamEnumerator(context, watched(), silent, MAX_PARALLELISM, null);
        try {
            enumerator.start();
            context.runPeriodicCalls();
            asked.await();
            catalogue.add(file("a"));
            context.runPeriodicCalls();
            assertThat(context.assignedIds()).containsExactly("a/main");
        } finally {
            enumerator.close();
        }
    }

    @Test
    void closesWhatLoadsTheRegistry() {
        List<String> closed = new ArrayList<>();
        RegistryLoader loader =
                new RegistryLoader() {
                    @Override
                    public Loaded load() {
                        return new Loaded(catalogue, List.of(), Set.of());
                    }

                    @Override
                    public void close() {
                        closed.add("closed");
                    }
                };
        started(new FakeContext(1), new WatchedRegistry(() -> loader, Duration.ofSeconds(1)))
                .close();
        assertThat(closed).hasSize(1);
    }

    @Test
    void goesOnByTheLastGoodEntryUntilTheBadOneIsCorrectedOrRemoved() {
        FakeContext context = new FakeContext(1);
        context.register(0);
        catalogue.add(file("a"));
        started(context, watched());
        assertThat(context.assignedIds()).containsExactly("a/main");

        catalogue.clear();
        skipped.addAll(List.of(new StreamId("a"), new StreamId("never-good")));
        context.runPeriodicCalls();
        assertThat(context.sent).isEmpty();
        assertThat(context.assignedIds()).as("a bad one is not begun").containsExactly("a/main");

        skipped.clear();
        context.runPeriodicCalls();
        assertThat(context.sent).containsExactly("0 gone [a/main] removed from the registry");
    }

    @Test
    void dropsReportedSplitsOfStreamsThatAreGone() {
        FakeContext context = new FakeContext(1);
        StreamEnumerator enumerator = started(context, watched());
        context.register(
                0, new StreamSplit(file("gone"), RenditionId.MAIN, "gone#0", Position.START));
        enumerator.addReader(0);
        assertThat(context.assignedIds()).isEmpty();
    }

    private static StreamSplit find(FakeContext context, String id) {
        return context.assigned.values().stream()
                .flatMap(List::stream)
                .filter(split -> split.splitId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static StreamSplit reached(StreamSplit split, long ordinal) {
        return split.withPosition(
                new Position(0, ordinal, 0, 0, TimelineState.startingAt(0), 0, 0));
    }
}
