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
    void fadesWhileNothingMoves() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 480);
        CombingDetector detector = new CombingDetector();
        weave(frame, 6, 1);
        detector.onFrame(frame.at(0), sink);
        double combed = sink.last(CombingDetector.COMBED_RATIO);
        weave(frame, 0, 1);
        detector.onFrame(frame.at(250_000), sink);
        assertThat(sink.last(CombingDetector.COMBED_RATIO)).isBetween(combed * 0.7, combed * 0.9);
        detector.onDiscontinuity();
        detector.onFrame(frame.at(500_000), sink);
        assertThat(sink.last(CombingDetector.COMBED_RATIO)).isZero();
    }

    private static void weave(SyntheticFrame frame, int moved, int unit) {
        frame.paint((x, y) -> unit * Scenes.bars(x + (y & 1) * moved, 40));
    }

    private double combed(SyntheticFrame frame) {
        new CombingDetector().onFrame(frame.at(0), sink);
        return sink.last(CombingDetector.COMBED_RATIO);
    }
}
