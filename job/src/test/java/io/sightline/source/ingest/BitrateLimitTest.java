package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BitrateLimitTest {

    private static final int MEGABIT = 125_000; // bytes

    private long nowNanos = Long.MAX_VALUE - 5; // wraps while it is used
    private int kept;
    private final BitrateLimit limit = new BitrateLimit(1_000_000, () -> nowNanos, () -> kept++);

    private boolean after(long seconds, int bytes) {
        nowNanos += seconds * 1_000_000_000;
        return limit.count(bytes);
    }

    @Test
    void letsABurstPassThatIsFineOnAverage() {
        assertThat(after(0, 4 * MEGABIT)).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(after(BitrateLimit.WINDOW.toSeconds(), 4 * MEGABIT)).isTrue();
        }
        assertThat(kept).isEqualTo(10);
    }

    @Test
    void isExceededForGoodBySustainedExcess() {
        boolean isKept = true;
        int seconds = 0;
        while (isKept && seconds < 100) {
            isKept = after(1, 2 * MEGABIT);
            seconds++;
        }
        assertThat(seconds).isEqualTo(3);
        assertThat(limit.words())
                .isEqualTo("it sent 6.0 Mbit within 2.0 s, the limit is 1.0 Mb/s over 4 s");
        assertThat(after(Duration.ofHours(1).toSeconds(), 1)).isFalse();
        assertThat(kept).isZero();
    }
}
