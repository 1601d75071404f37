package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.features.SyntheticFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldOrderDetectorTest {

    private static final double LEVEL = 0.06; // of the built-in policy

    private final RecordingSink sink = new RecordingSink();
    private final FieldOrderDetector detector = new FieldOrderDetector();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsRightFromWrong(boolean topFirst) {
        show(topFirst, topFirst, 3, 100);
        assertThat(last()).isLessThan(-LEVEL);
        detector.onDiscontinuity();
        show(!topFirst, topFirst, 3, 100);
        assertThat(last()).isGreaterThan(2 * LEVEL);
    }

    @Test
    void saysNothingWhereNothingMoves() {
        show(true, false, 0, 60);

        assertThat(sink.values(FieldOrderDetector.FIELD_ORDER_REVERSAL))
                .isNotEmpty()
                .allMatch(value -> value == 0);
    }

    @Test
    void saysNothingOfProgressivePictures() {
        SyntheticFrame frame = SyntheticFrame.eightBit(704, 576);
        for (int i = 0; i < 50; i++) {
            Scenes.moving(frame, 5 * i);
            detector.onFrame(frame.at(i * 40_000L), sink);
        }

        assertThat(last()).isZero();
    }

    @Test
    void saysNothingOfProgressiveMaterialInInterlacedPictures() {
        SyntheticFrame frame = SyntheticFrame.eightBit(704, 576).interlaced(true);
        for (int i = 0; i < 100; i++) {
            Scenes.moving(frame, 5 * i);
            detector.onFrame(frame.at(i * 40_000L), sink);
        }

        assertThat(Math.abs(last())).isLessThan(LEVEL / 2);
    }

    /** So many samples a field to the left, the field with the top line first or not. */
    private void show(boolean toldTopFirst, boolean topFirst, double speed, int pictures) {
        SyntheticFrame frame = SyntheticFrame.eightBit(704, 576).interlaced(toldTopFirst);
        for (int i = 0; i < pictures; i++) {
            double first = 2 * i * speed;
            frame.paint(
                    (x, y) -> {
                        boolean isFirst = ((y & 1) == 0) == topFirst;
                        return Scenes.bars(x + (isFirst ? first : first + speed) + y * 0.1, 40);
                    });
            detector.onFrame(frame.at(i * 40_000L), sink);
        }
    }

    private double last() {
        return sink.last(FieldOrderDetector.FIELD_ORDER_REVERSAL);
    }
}
