package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueLagTest {

    private final QueueLag lag = new QueueLag(3);

    @Test
    void isNoLagWhileBurstsAreWorkedOff() {
        long[] waits = {0, 900, 1_800, 0, 900, 1_800, 0, 900};
        for (long wait : waits) {
            lag.waited(wait);
            assertThat(lag.tick(wait + 1_000)).isZero();
        }
    }

    @Test
    void isTheLeastWaitOfABacklogThatStands() {
        for (long wait = 1_000; wait <= 6_000; wait += 1_000) {
            lag.waited(wait);
            lag.tick(wait);
        }

        assertThat(lag.tick(7_000)).isEqualTo(5_000);
    }

    @Test
    void fallsAtOnceWhenTheBacklogGoes() {
        for (int i = 0; i < 5; i++) {
            lag.tick(4_000);
        }
        lag.waited(500);

        assertThat(lag.tick(4_000)).isEqualTo(500);
    }
}
