package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalMarksTest {

    private static final long STRETCH_MILLIS = 100;

    @Test
    void knowsHowLongTheOldestHasWaitedToATenthOfASecond() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ArrivalMarks marks = new ArrivalMarks();
        ArrayDeque<Long> exact = new ArrayDeque<>();
        long nowMillis = 5_000;
        for (int i = 0; i < 100_000; i++) {
            nowMillis += random.nextInt(20);
            boolean fills = i / 1_000 % 2 == 0;
            if (random.nextInt(10) < (fills ? 7 : 3)) {
                marks.put(nowMillis * 1_000_000);
                exact.add(nowMillis);
            } else if (!exact.isEmpty()) {
                marks.poll();
                exact.remove();
            }
            long waited = exact.isEmpty() ? 0 : nowMillis - exact.peek();
            assertThat(marks.oldestWaitMillis(nowMillis * 1_000_000))
                    .as("seed %d, step %d", seed, i)
                    .isBetween(waited, exact.isEmpty() ? 0 : waited + STRETCH_MILLIS);
        }
    }
}
