package io.sightline.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {

    private static final int MAX_PARALLELISM = 720;

    @Test
    void givesEverySubtaskAnEqualShareAtEveryParallelism() {
        Placement placement = new Placement(MAX_PARALLELISM);
        List<String> keys = new ArrayList<>();
        for (int streams = 1; streams <= 1000; streams++) {
            keys.add(placement.place("stream-" + streams));
            if (streams >= 10) {
                for (int parallelism = 1; parallelism <= 64; parallelism++) {
                    int busiest = busiest(placement, keys, parallelism);
                    double share = Math.ceil((double) streams / parallelism);
                    assertThat((double) busiest)
                            .as("%d streams on %d subtasks", streams, parallelism)
                            .isLessThanOrEqualTo(share * 1.1 + 1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000, 10_000})
    void staysBalancedThoughStreamsComeAndGo(int streams) {
        long seed = Long.getLong("sightline.placement.seed", System.nanoTime());
        Random random = new Random(seed);
        Placement placement = new Placement(MAX_PARALLELISM);
        List<String> keys = new ArrayList<>();
        long beginNanos = System.nanoTime();
        for (int i = 0; i < streams; i++) {
            keys.add(placement.place("stream-" + i));
        }
        System.out.printf(
                "placement: %d streams in %d ms%n",
                streams, (System.nanoTime() - beginNanos) / 1_000_000);
        assertBalanced(placement, keys, "as placed");
        for (int round = 1; round <= 10; round++) {
            int gone = 1 + random.nextInt(streams / 2);
            Collections.shuffle(keys, random);
            List<String> leaving = keys.subList(0, gone);
            leaving.forEach(placement::release);
            leaving.clear();
            for (int i = 0; i < gone; i++) {
                keys.add(placement.place("round-" + round + "-" + i));
            }
            assertBalanced(placement, keys, "round " + round + ", seed " + seed);
        }
    }

    private static void assertBalanced(Placement placement, List<String> keys, String when) {
        for (int parallelism = 1; parallelism <= 64; parallelism++) {
            int share = (keys.size() + parallelism - 1) / parallelism;
            assertThat(busiest(placement, keys, parallelism))
                    .as("%d streams on %d subtasks, %s", keys.size(), parallelism, when)
                    .isLessThanOrEqualTo((int) (share * 1.1 + 1));
        }
    }

    @Test
    void fillsWhatRemovedStreamsLeft() {
        Placement placement = new Placement(MAX_PARALLELISM);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < MAX_PARALLELISM; i++) {
            keys.add(placement.place("stream-" + i));
        }
        String gone = keys.remove(100);
        placement.release(gone);
        String next = placement.place("newcomer");
        assertThat(placement.subtaskOf(next, MAX_PARALLELISM))
                .isEqualTo(placement.subtaskOf(gone, MAX_PARALLELISM));
    }

    @Test
    void remembersKeysOfARestoredState() {
        Placement first = new Placement(MAX_PARALLELISM);
        Placement restored = new Placement(MAX_PARALLELISM);
        for (int i = 0; i < 10; i++) {
            restored.occupy(first.place("stream-" + i));
        }
        assertThat(restored.place("next")).isEqualTo(first.place("next"));
    }

    private static int busiest(Placement placement, List<String> keys, int parallelism) {
        int[] load = new int[parallelism];
        int busiest = 0;
        for (String key : keys) {
            busiest = Math.max(busiest, ++load[placement.subtaskOf(key, parallelism)]);
        }
        return busiest;
    }
}
