package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.features.SyntheticFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlurDetectorTest {

    private final SyntheticFrame frame = SyntheticFrame.eightBit(640, 368);
    private final BlurDetector detector = new BlurDetector();
    private final RecordingSink sink = new RecordingSink();
    private int looks;

    @ParameterizedTest
    @CsvSource({"8,0,2", "8,0,4", "10,0,3", "10,6,3", "16,0,2"})
    void measuresTheWidthOfBlurredEdges(int depth, int shift, double deviation) {
        SyntheticFrame deep = new SyntheticFrame(641, 361, new LumaFormat(depth, shift, false), 8);
        deep.paint((x, y) -> edges(x, deviation) * (1 << (depth - 8)));
        detector.onFrame(deep.at(0), sink);

        assertThat(sink.last(BlurDetector.EDGE_WIDTH)).isCloseTo(1.2 * deviation, within(0.4));
    }

    @Test
    void seesPictureThatWasSharpBefore() {
        show(20, 0.6);
        assertThat(blur()).isLessThan(0.6);
        show(2, 3);
        assertThat(blur()).isGreaterThan(1.2);
        show(1, 0.6);
        assertThat(blur()).isLessThan(0.6);
    }

    @Test
    void sparesMaterialThatWasSoftFromTheStart() {
        show(30, 1.3);

        assertThat(blur()).isLessThan(0.9);
    }

    @Test
    void sparesShallowFocus() {
        show(20, 0.6);
        frame.paint((x, y) -> edges(x, x < 80 ? 0.6 : 5));
        look();

        assertThat(blur()).isLessThan(0.7);
    }

    @Test
    void fadesWhereAPictureSaysNothing() {
        show(20, 0.6);
        show(2, 3);
        double blurred = blur();
        frame.paint((x, y) -> 16);
        look();
        assertThat(blur()).isBetween(blurred * 0.5, blurred * 0.7);
    }

    private void show(int count, double deviation) {
        frame.paint((x, y) -> edges(x, deviation));
        for (int i = 0; i < count; i++) {
            look();
        }
    }

    /** Steps between 60 and 180, 40 samples apart, blurred by a Gaussian (to a good likeness). */
    private static double edges(int x, double deviation) {
        int place = Math.floorMod(x, 80);
        double fromEdge = place < 40 ? place - 19.5 : 59.5 - place;
        return 120 + 60 * Math.tanh(fromEdge * Math.sqrt(2 / Math.PI) / deviation);
    }

    private void look() {
        detector.onFrame(frame.at(looks++ * 500_000L), sink);
    }

    private double blur() {
        return sink.last(BlurDetector.BLUR);
    }
}
