package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.features.SyntheticFrame;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrozenRegionDetectorTest {

    private final FrozenRegionDetector detector = new FrozenRegionDetector();
    private final RecordingSink sink = new RecordingSink();
    private final SyntheticFrame frame = SyntheticFrame.eightBit(640, 360);
    private final Random noise = new Random(2);

    @Test
    void measuresAFrozenPictureUnderAMovingClock() {
        show(0.02);

        assertThat(sink.values(FrozenRegionDetector.FROZEN_RATIO)).hasSize(2);
        assertThat(sink.last(FrozenRegionDetector.FROZEN_RATIO)).isCloseTo(0.98, within(0.01));
    }

    @Test
    void measuresTheShareThatStandsStill() {
        show(0.5);
        assertThat(sink.last(FrozenRegionDetector.FROZEN_RATIO)).isCloseTo(0.5, within(0.02));
        show(1);
        assertThat(sink.last(FrozenRegionDetector.FROZEN_RATIO)).isZero();
        show(0);
        show(0);
        assertThat(sink.last(FrozenRegionDetector.FROZEN_RATIO)).isEqualTo(1);
    }

    private long now;

    /** Eleven seconds in which so much of the width moves. */
    private void show(double moving) {
        double edge = moving * 640;
        for (int i = 0; i < 275; i++) {
            int shift = 3 * i;
            frame.paint(
                    (x, y) ->
                            (x < edge ? 110 + 60 * Math.sin((x + shift) / 20.0) : 40 + y / 3.0)
                                    + noise.nextInt(2));
            detector.onFrame(frame.at(now += 40_000), sink);
        }
    }
}
