package io.sightline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.DecodeTier;
import io.sightline.flow.Priority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A slot in simulated time: what its streams need comes from a table, lag follows from the sum. */
class LoadShedderTest {

    private static final Map<DecodeTier, Double> COST =
            new EnumMap<>(
                    Map.of(
                            DecodeTier.FULL, 1.0,
                            DecodeTier.REFERENCE, 0.6,
                            DecodeTier.KEYFRAMES, 0.08,
                            DecodeTier.NONE, 0.005));

    private final LoadShedder shedder = new LoadShedder();
    private final List<Stream> streams = new ArrayList<>();
    private long nowMillis = 1_000_000;
    private double lagMillis;
    private double worstLagMillis;

    private static final class Stream {
        final Priority priority;
        final double fullNeed;
        DecodeTier asked = DecodeTier.FULL;
        DecodeTier limit = DecodeTier.FULL;

        Stream(Priority priority, double fullNeed) {
            this.priority = priority;
            this.fullNeed = fullNeed;
        }

        DecodeTier tier() {
            return limit.isLessThan(asked) ? limit : asked;
        }

        double need(DecodeTier tier) {
            return fullNeed * COST.get(tier);
        }
    }

    @Test
    void leavesASlotAloneThatKeepsUp() {
        add(Priority.LOW, 9, 0.1);

        run(60);

        assertThat(streams).allMatch(stream -> stream.limit == DecodeTier.FULL);
    }

    @Test
    void keepsImportantStreamsWholeAndLagBoundedUnderTwiceTheLoad() {
        add(Priority.HIGH, 4, 0.1);
        add(Priority.NORMAL, 8, 0.1);
        add(Priority.LOW, 8, 0.1);

        run(120);

        assertThat(of(Priority.HIGH)).allMatch(stream -> stream.limit == DecodeTier.FULL);
        assertThat(streams).noneMatch(stream -> stream.limit == DecodeTier.NONE);
        assertThat(of(Priority.LOW)).allMatch(stream -> stream.limit != DecodeTier.FULL);
        assertThat(worstLagMillis).isLessThan(10_000);
        assertThat(lagMillis).isZero();
    }

    @Test
    void touchesImportantStreamsOnlyWhenAllOthersAreBlind() {
        add(Priority.HIGH, 20, 0.1);
        add(Priority.LOW, 10, 0.1);

        for (int second = 0; second < 120; second++) {
            run(1);
            if (of(Priority.HIGH).stream().anyMatch(stream -> stream.limit != DecodeTier.FULL)) {
                assertThat(of(Priority.LOW)).allMatch(s -> s.limit == DecodeTier.NONE);
            }
        }

        assertThat(of(Priority.HIGH)).anyMatch(stream -> stream.limit != DecodeTier.FULL);
        assertThat(lagMillis).isZero();
    }

    @Test
    void restoresEverythingOnceTheLoadIsGoneTheImportantFirst() {
        add(Priority.HIGH, 4, 0.1);
        add(Priority.NORMAL, 8, 0.1);
        add(Priority.LOW, 8, 0.1);
        run(120);
        streams.removeIf(stream -> stream.priority == Priority.LOW);
        add(Priority.LOW, 1, 0.01);
        streams.get(streams.size() - 1).limit = DecodeTier.KEYFRAMES;
        boolean normalWasWholeFirst = false;

        for (int second = 0; second < 240; second++) {
            run(1);
            boolean isLowWhole = of(Priority.LOW).get(0).limit == DecodeTier.FULL;
            if (!isLowWhole) {
                normalWasWholeFirst =
                        of(Priority.NORMAL).stream().noneMatch(s -> s.limit != DecodeTier.FULL);
            }
        }

        // 1.21 of real time is still too much: what does not fit stays out, without lagging much.
        assertThat(of(Priority.HIGH)).allMatch(stream -> stream.limit == DecodeTier.FULL);
        streams.removeIf(stream -> stream.priority == Priority.NORMAL && stream.fullNeed > 0.05);
        run(120);
        assertThat(streams).allMatch(stream -> stream.limit == DecodeTier.FULL);
        assertThat(normalWasWholeFirst || of(Priority.NORMAL).isEmpty()).isTrue();
    }

    @Test
    void doesNotSwingBetweenTiers() {
        add(Priority.NORMAL, 12, 0.1);
        run(180);
        int changes = 0;
        for (int second = 0; second < 300; second++) {
            changes += run(1);
        }

        assertThat(changes).as("in five minutes").isLessThan(25);
        assertThat(worstLagMillis).isLessThan(10_000);
    }

    @Test
    void passesOverALimitThatChangesNothing() {
        add(Priority.NORMAL, 1, 0.5);
        streams.get(0).asked = DecodeTier.KEYFRAMES;
        streams.get(0).limit = DecodeTier.KEYFRAMES;

        run(30);

        assertThat(streams.get(0).limit).isEqualTo(DecodeTier.FULL);
    }

    private void add(Priority priority, int count, double fullNeed) {
        for (int i = 0; i < count; i++) {
            streams.add(new Stream(priority, fullNeed));
        }
    }

    private List<Stream> of(Priority priority) {
        return streams.stream().filter(stream -> stream.priority == priority).toList();
    }

    /** Returns how many changes there were. */
    private int run(int seconds) {
        int changes = 0;
        for (int second = 0; second < seconds; second++) {
            nowMillis += 1_000;
            double need = streams.stream().mapToDouble(s -> s.need(s.tier())).sum();
            double before = lagMillis;
            // Behind by what one second brought and the slot did not get done, or caught up.
            lagMillis = Math.max(0, lagMillis + (need - 1) * 1_000);
            worstLagMillis = Math.max(worstLagMillis, lagMillis);
            double growth = lagMillis - before;
            List<LoadShedder.Load> loads =
                    streams.stream()
                            .map(
                                    s ->
                                            new LoadShedder.Load(
                                                    s.priority,
                                                    s.asked,
                                                    s.limit,
                                                    (long) lagMillis,
                                                    (long) growth,
                                                    s.need(s.tier()),
                                                    s.need(s.tier().more())))
                            .toList();
            for (LoadShedder.Change change : shedder.decide(loads, nowMillis)) {
                streams.get(change.index()).limit = change.limit();
                changes++;
            }
        }
        return changes;
    }
}
