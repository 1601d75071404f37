package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.features.SyntheticFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CombingDetectorTest {

    private static final double LEVEL = 0.0025; // of the built-in policy

    private final RecordingSink sink = new RecordingSink();

    @ParameterizedTest
    @CsvSource({"8,0,640,480", "10,0,1920,1080", "10,6,705,405", "12,0,641,719"})
    void seesFieldsOfDifferentInstants(int depth, int shift, int width, int height) {
        SyntheticFrame frame =
                new SyntheticFrame(width, height, new LumaFormat(depth, shift, false), 16);
        weave(frame, 6, 1 << (depth - 8));

        assertThat(combed(frame)).isGreaterThan(10 * LEVEL);
    }

    @Test
    void sparesProgressiveMovement() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 480);
        weave(frame, 0, 1);

        assertThat(combed(frame)).isZero();
    }

    @Test
    void sparesStripesOfOneRow() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 480);
        frame.paint((x, y) -> (y & 1) == 0 ? 180 : 60);

        assertThat(combed(frame)).isZero();
    }

    @Test
    void sparesFineChequers() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 480);
        frame.paint((x, y) -> (y & 1) == 0 ? 180 - x % 50 : 60 + x % 70);

        assertThat(combed(frame)).isZero();
    }

    @Test
    void sparesInterlacedPictures() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 480).interlaced(true);
        weave(frame, 6, 1);

        assertThat(combed(frame)).isZero();
    }

    @Test
    void holdsForTwoSecondsWhileNothingMoves() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 480);
        CombingDetector detector = new CombingDetector();
        weave(frame, 6, 1);
        look(detector, frame, 0);
        assertThat(sink.last(CombingDetector.COMBED_RATIO)).isZero(); // one look may be chance
        look(detector, frame, 1);
        double combed = sink.last(CombingDetector.COMBED_RATIO);
        assertThat(combed).isPositive();
        weave(frame, 0, 1);
        for (int i = 2; i < 8; i++) {
            look(detector, frame, i);
            assertThat(sink.last(CombingDetector.COMBED_RATIO)).isEqualTo(combed);
        }
        look(detector, frame, 8);
        assertThat(sink.last(CombingDetector.COMBED_RATIO)).isZero();
    }

    @Test
    void forgetsAtADiscontinuity() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 480);
        CombingDetector detector = new CombingDetector();
        weave(frame, 6, 1);
        look(detector, frame, 0);
        look(detector, frame, 1);
        detector.onDiscontinuity();
        look(detector, frame, 2);

        assertThat(sink.last(CombingDetector.COMBED_RATIO)).isZero();
    }

    private void look(CombingDetector detector, SyntheticFrame frame, int number) {
        detector.onFrame(frame.at(number * 250_000L), sink);
    }

    private static void weave(SyntheticFrame frame, int moved, int unit) {
        frame.paint((x, y) -> unit * Scenes.bars(x + (y & 1) * moved, 40));
    }

    private double combed(SyntheticFrame frame) {
        CombingDetector detector = new CombingDetector();
        look(detector, frame, 0);
        look(detector, frame, 1);
        return sink.last(CombingDetector.COMBED_RATIO);
    }
}
