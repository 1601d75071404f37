package io.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.policy.Looks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LookPacerTest {

    private static final long BUDGET_NANOS = 10_000_000;
    private static final long PICTURE_MICROS = 40_000;

    private final LookPacer pacer = new LookPacer(new Looks(1, 4), BUDGET_NANOS);

    /** Looks in so many seconds of 25 pictures each. */
    private int looks(long fromSecond, long seconds, long lookNanos) {
        int looks = 0;
        long to = (fromSecond + seconds) * 1_000_000;
        for (long at = fromSecond * 1_000_000; at < to; at += PICTURE_MICROS) {
            if (pacer.isDue(at)) {
                looks++;
                pacer.took(lookNanos);
            }
        }
        return looks;
    }

    @Test
    void looksAtItsPaceAndMoreOftenWhileSomethingHints() {
        assertThat(looks(0, 10, 1)).isEqualTo(10);
        pacer.suspect(10_000_000);
        assertThat(looks(10, 5, 1)).isEqualTo(20);
        assertThat(looks(15, 5, 1)).isEqualTo(5);
    }

    @Test
    void looksLessOftenWhileLooksAtWhatIsLiveTakeTooLongAndAgainWhenTheyDoNot() {
        pacer.onLive(true);
        looks(0, 60, BUDGET_NANOS * 2);
        assertThat(pacer.thinning()).isEqualTo(16);
        assertThat(looks(64, 160, BUDGET_NANOS * 2)).isEqualTo(10);

        looks(1_000, 1_000, BUDGET_NANOS / 4);
        assertThat(pacer.thinning()).isEqualTo(1);
    }

    @Test
    void takesEveryLookAtARecordingHoweverLongItTakes() {
        assertThat(looks(0, 60, BUDGET_NANOS * 100)).isEqualTo(60);

        pacer.onLive(true);
        looks(60, 60, BUDGET_NANOS * 2);
        pacer.onLive(false);

        assertThat(looks(120, 60, BUDGET_NANOS * 2)).isEqualTo(60);
    }

    @Test
    void keepsItsPaceWhereLooksTakeMoreThanHalfTheBudget() {
        pacer.onLive(true);
        assertThat(looks(0, 100, BUDGET_NANOS * 3 / 4)).isEqualTo(100);
    }

    @Test
    void goesOnAfterARestartWhereItWas() throws Exception {
        assertThat(pacer.isDue(2_000_000)).isTrue();
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        pacer.save(new DataOutputStream(saved));
        LookPacer next = new LookPacer(new Looks(1, 4), BUDGET_NANOS);
        next.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));

        assertThat(next.isDue(2_040_000)).isFalse();
        assertThat(next.isDue(3_000_000)).isTrue();
    }

    @Test
    void looksOnlyOnSuspicionWhereThePolicySaysSo() {
        pacer.follow(new Looks(0, 2));

        assertThat(LongStream.range(0, 100).filter(i -> pacer.isDue(i * 40_000)).count()).isZero();
        pacer.suspect(4_000_000);
        assertThat(LongStream.range(100, 250).filter(i -> pacer.isDue(i * 40_000)).count())
                .isEqualTo(10);
    }
}
