package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.features.SyntheticFrame;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blockiness, banding and levels. */
final class PictureQualityTest {

    private static final LumaFormat EIGHT_BIT = new LumaFormat(8, 0, false);

    @ParameterizedTest
    @CsvSource({"0,0", "2,1.3", "3,2"})
    void measuresTheStepsOfTheGrid(int most, double expected) {
        SyntheticFrame frame = SyntheticFrame.eightBit(641, 367);
        int[] shifts = new Random(5).ints(41 * 23, -most, most + 1).toArray();
        frame.paint((x, y) -> 100 + (x + y) / 10.0 + shifts[y / 16 * 41 + x / 16]);

        assertThat(last(new BlockinessDetector(), frame, BlockinessDetector.BLOCKINESS))
                .isCloseTo(expected, within(0.35));
    }

    @Test
    void sparesStepsOffTheGrid() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 368);
        int[] shifts = new Random(5).ints(50 * 50, -8, 9).toArray();
        frame.paint((x, y) -> 100 + shifts[y / 13 * 50 + x / 13]);

        assertThat(last(new BlockinessDetector(), frame, BlockinessDetector.BLOCKINESS))
                .isLessThan(0.8);
    }

    @ParameterizedTest
    @CsvSource({"1,0,0.01", "4,0.9,1", "16,0.9,1"})
    void seesGradientsThatFellIntoBands(int step, double least, double most) {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 360);
        frame.paint((x, y) -> 40 + x * step / 40 / step * step);

        assertThat(last(new BandingDetector(), frame, BandingDetector.BANDING_RATIO))
                .isBetween(least, most);
    }

    @Test
    void sparesNoisyGradientsAndFlatPictures() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 360);
        frame.paint((x, y) -> 40 + x / 4.0);
        frame.addNoise(new Random(3), 1.5);
        assertThat(last(new BandingDetector(), frame, BandingDetector.BANDING_RATIO)).isZero();
        frame.paint((x, y) -> 90);
        assertThat(last(new BandingDetector(), frame, BandingDetector.BANDING_RATIO)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "8,0,5,0",
        "8,0,4,0.25",
        "8,0,246,0",
        "8,0,247,0.25",
        "10,0,20,0",
        "10,0,19,0.25",
        "10,6,1016,0.25",
        "12,0,3936,0",
        "12,0,4000,0.25"
    })
    void measuresWhatIsOutsideTheLegalRange(int depth, int shift, int code, double expected) {
        SyntheticFrame frame = new SyntheticFrame(640, 368, new LumaFormat(depth, shift, false), 0);
        frame.paint((x, y) -> x < 160 ? code : 100 << (depth - 8));

        assertThat(last(new LevelsDetector(), frame, LevelsDetector.ILLEGAL_LEVEL_RATIO))
                .isEqualTo(expected);
    }

    @Test
    void knowsNoIllegalLevelsInFullRange() {
        SyntheticFrame frame = new SyntheticFrame(640, 368, new LumaFormat(8, 0, true), 0);
        frame.paint((x, y) -> x < 320 ? 0 : 255);

        assertThat(last(new LevelsDetector(), frame, LevelsDetector.ILLEGAL_LEVEL_RATIO)).isZero();
    }

    @Test
    void measuresWhatIsCutOffAtWhite() {
        SyntheticFrame frame = new SyntheticFrame(640, 368, EIGHT_BIT, 0);
        frame.paint((x, y) -> Math.min(235, 100 + x));
        double clipped = last(new LevelsDetector(), frame, LevelsDetector.CLIPPED_RATIO);
        frame.paint((x, y) -> Math.min(235, 40 + x * 0.3));

        assertThat(clipped).isCloseTo(505 / 640.0, within(0.01));
        assertThat(last(new LevelsDetector(), frame, LevelsDetector.CLIPPED_RATIO)).isZero();
    }

    private static double last(VideoDetector detector, SyntheticFrame frame, Metric metric) {
        RecordingSink sink = new RecordingSink();
        detector.onFrame(frame.at(0), sink);
        return sink.last(metric);
    }
}
