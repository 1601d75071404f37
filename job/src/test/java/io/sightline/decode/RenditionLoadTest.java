package io.sightline.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.flow.DecodeMode;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.Priority;
import io.sightline.flow.TierControl;
import org.junit.jupiter.api.Test;

/** What a rendition costs, by what was spent for so much of its media. */
class RenditionLoadTest {

    private final RenditionLoad load = new RenditionLoad();
    private final TierControl tiers = new TierControl(DecodeMode.FULL);
    private long nowMillis = 1_000_000;
    private long mediaMicros = 1_000_000;

    /** A second of media, for which the task works so long. */
    private void second(long spentMillis) {
        mediaMicros += 1_000_000;
        load.spent(spentMillis * 1_000_000, mediaMicros);
        silentSecond();
    }

    private void silentSecond() {
        nowMillis += 1_000;
        load.endRound(DecodeTier.FULL, nowMillis);
    }

    private double need() {
        return load.seen(Priority.NORMAL, tiers, nowMillis).need();
    }

    @Test
    void needsWhatASecondOfMediaTakes() {
        for (int i = 0; i < 10; i++) {
            second(120);
        }
        assertThat(need()).isCloseTo(0.12, within(0.02));
    }

    @Test
    void isNotToBlameForWhatTheTaskWaitedFor() {
        for (int i = 0; i < 5; i++) {
            second(120);
        }
        second(15_000); // a broker was away
        second(120);
        assertThat(need()).isLessThan(0.15);
    }

    @Test
    void needsNothingOnceNoMediaCameForLongerThanASegment() {
        for (int i = 0; i < 10; i++) {
            second(120);
        }
        for (int i = 0; i < 15; i++) {
            silentSecond();
            assertThat(need()).as("after %d s", i + 1).isPositive();
        }
        silentSecond();
        assertThat(need()).isZero();
        second(120);
        assertThat(need()).isPositive();
    }
}
