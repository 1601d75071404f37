package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.TimeBase;
import org.junit.jupiter.api.Test;

class TimestampWatchTest {

    private static final int VIDEO = 0;
    private static final int SOUND = 1;
    private static final long PICTURE = 40_000;

    private final TimestampWatch watch = new TimestampWatch();

    private void play(int from, int to) {
        for (int i = from; i < to; i++) {
            watch.packet(VIDEO, i * PICTURE, i * PICTURE, PICTURE);
            watch.packet(SOUND, i * PICTURE, i * PICTURE, PICTURE);
        }
    }

    @Test
    void findsNothingWrongWithPicturesOutOfOrderAndUnevenRates() {
        long[] order = {3, 1, 2, 6, 4, 5};
        long decode = 0;
        for (int i = 0; i < order.length; i++) {
            watch.packet(VIDEO, order[i] * PICTURE, decode, PICTURE);
            decode += i % 2 == 0 ? PICTURE : 3 * PICTURE;
        }
        assertThat(watch.takeErrors()).isZero();
        assertThat(watch.takeLargestJumpMillis()).isZero();
    }

    @Test
    void countsDecodeTimesThatDoNotGrowAndRepeatedPts() {
        play(0, 10);
        watch.packet(VIDEO, 10 * PICTURE, 8 * PICTURE, PICTURE);
        watch.packet(SOUND, 9 * PICTURE, TimeBase.NO_TIME, PICTURE);
        assertThat(watch.takeErrors()).isEqualTo(2);
        assertThat(watch.takeErrors()).as("taken once").isZero();
    }

    @Test
    void countsMissingTimesOnlyWhereThereAreTimes() {
        watch.packet(VIDEO, TimeBase.NO_TIME, TimeBase.NO_TIME, PICTURE);
        assertThat(watch.takeErrors()).isZero();
        play(0, 2);
        watch.packet(VIDEO, TimeBase.NO_TIME, TimeBase.NO_TIME, PICTURE);
        assertThat(watch.takeErrors()).isOne();
    }

    @Test
    void countsAGapThatNoTrackFills() {
        play(0, 10);
        watch.packet(SOUND, 60 * PICTURE, 60 * PICTURE, PICTURE); // two seconds: sparse, not lost
        watch.packet(VIDEO, 150 * PICTURE, 150 * PICTURE, PICTURE);
        assertThat(watch.takeErrors()).isOne();
        assertThat(watch.takeLargestJumpMillis()).isEqualTo(89 * PICTURE / 1000.0);
    }

    @Test
    void countsJumpsEitherWayButNoAnnouncedBreak() {
        play(0, 10);
        watch.jumped(-7_000_000);
        watch.restarted();
        play(0, 10);
        assertThat(watch.takeErrors()).isOne();
        assertThat(watch.takeLargestJumpMillis()).isEqualTo(7000);
        watch.restarted();
        play(900, 910);
        assertThat(watch.takeErrors()).isZero();
    }
}
