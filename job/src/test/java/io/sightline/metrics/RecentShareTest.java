package io.sightline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.View;
import org.junit.jupiter.api.Test;

class RecentShareTest {

    private static final int UPDATES_A_MINUTE = 60 / View.UPDATE_INTERVAL_SECONDS;

    private final Counter decoded = new SimpleCounter();
    private final Counter wanted = new SimpleCounter();
    private final RecentShare share = new RecentShare(decoded, wanted);

    private void fiveSeconds(int decodedFrames, int wantedFrames) {
        decoded.inc(decodedFrames);
        wanted.inc(wantedFrames);
        share.update();
    }

    @Test
    void isWholeWhileNothingComes() {
        assertThat(share.getValue()).isEqualTo(1);
        fiveSeconds(0, 0);
        assertThat(share.getValue()).isEqualTo(1);
    }

    @Test
    void remembersAMinute() {
        fiveSeconds(0, 125);
        assertThat(share.getValue()).isZero();
        fiveSeconds(125, 125);
        assertThat(share.getValue()).isEqualTo(0.5);
        for (int i = 2; i < UPDATES_A_MINUTE; i++) {
            fiveSeconds(125, 125);
        }
        assertThat(share.getValue()).isEqualTo(1 - 1.0 / UPDATES_A_MINUTE);
        fiveSeconds(125, 125);
        assertThat(share.getValue()).as("the first five seconds are forgotten").isEqualTo(1);
    }

    @Test
    void isWholeAgainAMinuteAfterTheLastFrame() {
        fiveSeconds(10, 100);
        for (int i = 1; i < UPDATES_A_MINUTE; i++) {
            fiveSeconds(0, 0);
            assertThat(share.getValue()).isEqualTo(0.1);
        }
        fiveSeconds(0, 0);
        assertThat(share.getValue()).isEqualTo(1);
    }
}
