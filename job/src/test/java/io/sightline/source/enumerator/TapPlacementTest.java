package io.sightline.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.StreamId;
import io.sightline.source.split.StreamSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where streams go that are compared with others. */
class TapPlacementTest {

    private static final int MAX_PARALLELISM = 720;

    private final List<StreamEntry> catalogue = new ArrayList<>();
    private final FakeContext context = new FakeContext(1);

    private static StreamEntry entry(String id, @Nullable String reference) {
        StreamEntry plain = StreamEntry.of(new StreamId(id), "/media/" + id + ".ts");
        return reference == null
                ? plain
                : plain.withExamination(plain.examination().withReference(new StreamId(reference)));
    }

    private StreamEnumerator started(@Nullable EnumeratorState restored) {
        RegistryLoader loader = () -> new RegistryLoader.Loaded(catalogue, List.of(), Set.of());
        StreamEnumerator enumerator =
                new StreamEnumerator(
                        context,
                        new WatchedRegistry(() -> loader, Duration.ofSeconds(1)),
                        new RenditionQuestions(
                                context, input -> List.of(), Executors.newDirectExecutorService()),
                        MAX_PARALLELISM,
                        restored);
        context.register(0);
        enumerator.start();
        context.runPeriodicCalls();
        return enumerator;
    }

    private void set(StreamEntry... entries) {
        catalogue.clear();
        catalogue.addAll(List.of(entries));
    }

    /** The key of the last split that was given out of a stream. */
    private String key(String id) {
        return context.assigned.get(0).stream()
                .filter(split -> split.entry().id().value().equals(id))
                .reduce((earlier, later) -> later)
                .map(StreamSplit::placementKey)
                .orElseThrow();
    }

    private int group(String id) {
        return KeyGroupRangeAssignment.assignToKeyGroup(key(id), MAX_PARALLELISM);
    }

    @Test
    void tapsGoWhereTheirReferenceIsUnderKeysOfTheirOwn() {
        set(entry("a-tap", "studio"), entry("other", null), entry("studio", null));
        catalogue.add(entry("z-tap", "studio"));
        started(null);

        assertThat(group("a-tap")).isEqualTo(group("studio"));
        assertThat(group("z-tap")).isEqualTo(group("studio"));
        assertThat(group("other")).isNotEqualTo(group("studio"));
        assertThat(List.of(key("a-tap"), key("z-tap"), key("studio"))).doesNotHaveDuplicates();
    }

    @Test
    void aReferenceThatComesLaterGoesWhereItsTapsAre() {
        set(entry("tap", "studio"));
        started(null);
        set(entry("tap", "studio"), entry("studio", null));
        context.runPeriodicCalls();

        assertThat(context.sent).isEmpty();
        assertThat(group("studio")).isEqualTo(group("tap"));
    }

    @Test
    void aStreamThatBecomesATapBeginsAnewBesideItsReference() {
        set(entry("studio", null), entry("tap", null));
        started(null);
        int before = group("tap");
        assertThat(group("studio")).isNotEqualTo(before);

        set(entry("studio", null), entry("tap", "studio"));
        context.runPeriodicCalls();

        assertThat(context.sent).containsExactly("0 gone [tap/main] changed in the registry");
        assertThat(group("tap")).isEqualTo(group("studio"));
    }

    @Test
    void aTapThatIsNoneAnyMoreStaysWithItsState() {
        set(entry("studio", null), entry("tap", "studio"));
        started(null);
        set(entry("studio", null), entry("tap", null));
        context.runPeriodicCalls();
        assertThat(context.sent).containsExactly("0 changed [tap/main]");

        set(entry("tap", null));
        context.runPeriodicCalls();
        set(entry("studio", null), entry("tap", null));
        context.runPeriodicCalls();
        assertThat(group("studio")).as("placed anew").isNotEqualTo(group("tap"));
    }

    @Test
    void aTapWhoseReferenceGoesStays() {
        set(entry("studio", null), entry("tap", "studio"));
        started(null);
        set(entry("studio", null).withEnabled(false), entry("tap", "studio"));
        context.runPeriodicCalls();
        set(entry("studio", null), entry("tap", "studio"));
        context.runPeriodicCalls();

        assertThat(context.sent).containsExactly("0 gone [studio/main] disabled in the registry");
        assertThat(group("studio")).isEqualTo(group("tap"));
    }

    @Test
    void knowsAfterARestartWhoIsBesideWhom() {
        set(entry("studio", null), entry("tap", "studio"));
        EnumeratorState saved = started(null).snapshotState(1);
        int studio = group("studio");
        context.assigned.clear();

        catalogue.add(entry("tap-2", "studio"));
        started(saved);

        assertThat(group("tap-2")).isEqualTo(studio);
        assertThat(context.sent).isEmpty();
    }
}
