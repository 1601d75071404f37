package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.features.SyntheticFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the freeze detector says while only key frames, two seconds apart, are shown. */
final class FreezeSamplingTest {

    private static final long KEY_MICROS = 2_000_000;

    private final SyntheticFrame frame = SyntheticFrame.eightBit(320, 180);
    private final RecordingSink sink = new RecordingSink();
    private final FreezeDetector detector = new FreezeDetector();
    private long atMicros;

    @Test
    void measuresAKeyFrameThatRecursAndTheOneThatItRepeats() {
        sampled();
        showKey(0);
        showKey(40);
        assertThat(values()).allMatch(value -> value > 1);
        long firstFrozen = atMicros - KEY_MICROS;

        showKey(40);

        assertThat(last()).isLessThan(1);
        assertThat(sink.at(FreezeDetector.FREEZE_DIFFERENCE, firstFrozen + 1)).isLessThan(1);
    }

    @Test
    void endsTheFreezeWithTheFirstKeyFrameThatDiffers() {
        sampled();
        List.of(0, 40, 40, 40).forEach(this::showKey);
        assertThat(last()).isLessThan(1);

        showKey(80);

        assertThat(last()).isGreaterThan(1);
    }

    @Test
    void takesNoMovementForAFreezeWhenSamplingChanges() {
        for (int i = 0; i < 100; i++) {
            show(i, 40_000); // steps small enough to be repeats two seconds apart would not be
        }
        sampled();
        for (int i = 100; i < 1_000; i += 50) {
            showKey(i);
            assertThat(last()).as("moment %d", i).isGreaterThan(1);
        }
        detector.onSampling(PictureSampling.EVERY_PICTURE);
        for (int i = 1_000; i < 1_050; i++) {
            show(i, 40_000);
        }

        assertThat(last()).isGreaterThan(1);
    }

    @Test
    void goesOnWithAFreezeFoundByKeyFramesWhenEveryPictureIsShown() {
        sampled();
        List.of(0, 40, 40).forEach(this::showKey);
        detector.onSampling(PictureSampling.EVERY_PICTURE);
        for (int i = 0; i < 100; i++) {
            show(40, 40_000);
            assertThat(last()).as("picture %d", i).isLessThan(1);
        }
        show(90, 40_000);

        assertThat(last()).isGreaterThan(1);
    }

    private void sampled() {
        detector.onSampling(PictureSampling.KEY_PICTURES);
    }

    private void showKey(int moment) {
        paint(moment);
        detector.onFrame(frame.at(atMicros).intraCoded(), sink);
        atMicros += KEY_MICROS;
    }

    private void show(int moment, long lastingMicros) {
        paint(moment);
        detector.onFrame(frame.at(atMicros), sink);
        atMicros += lastingMicros;
    }

    private void paint(int moment) {
        frame.paint((x, y) -> 60 + (x * 3 + y * 7 + moment * 5) % 120);
    }

    private List<Double> values() {
        return sink.values(FreezeDetector.FREEZE_DIFFERENCE);
    }

    private double last() {
        return sink.last(FreezeDetector.FREEZE_DIFFERENCE);
    }
}
