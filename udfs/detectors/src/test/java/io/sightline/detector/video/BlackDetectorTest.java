package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.features.SyntheticFrame;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlackDetectorTest {

    private static final double RECOMMENDED_ENTER = 0.999;
    private static final double RECOMMENDED_LEAVE = 0.998;
    private static final long SEED = 7;

    @ParameterizedTest
    @CsvSource({
        "8,0,false",
        "8,0,true",
        "10,0,false",
        "10,6,false",
        "10,0,true",
        "12,0,false",
        "12,4,true",
        "16,0,false"
    })
    void saysBlackForNoisyBlackInEveryFormat(int depth, int shift, boolean fullRange) {
        LumaFormat format = new LumaFormat(depth, shift, fullRange);
        SyntheticFrame frame = new SyntheticFrame(705, 405, format, 24);
        frame.paint((x, y) -> format.blackCode());
        frame.addNoise(new Random(SEED), 4 << (depth - 8));
        frame.fillPadding(new Random(SEED));

        assertThat(blackRatio(frame)).isEqualTo(1);
    }

    @Test
    void saysBlackForLimitedRangeBlackMarkedAsFullRange() {
        SyntheticFrame frame = new SyntheticFrame(640, 360, new LumaFormat(8, 0, true), 0);
        frame.paint((x, y) -> 16);
        frame.addNoise(new Random(SEED), 1);

        assertThat(blackRatio(frame)).isGreaterThanOrEqualTo(RECOMMENDED_ENTER);
    }

    @Test
    void sparesBlackCardWithSmallWhiteText() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 360);
        // 20 letters of 5 by 7 samples with strokes one sample wide, in one line
        frame.paint((x, y) -> isStroke(x - 260, y - 176) ? 235 : 16);

        assertThat(blackRatio(frame)).isLessThan(RECOMMENDED_LEAVE);
    }

    private static boolean isStroke(int x, int y) {
        return x >= 0 && x < 120 && y >= 0 && y < 7 && x % 6 < 5 && (x % 6 == 0 || y % 3 == 0);
    }

    @Test
    void takesALogoThatStaysOnBlackForBlackInItsCore() {
        SyntheticFrame logo = logoAt(1130, 40);

        assertThat(blackRatio(logo)).isLessThan(RECOMMENDED_LEAVE);
        assertThat(coreRatio(logo)).isEqualTo(1);
        assertThat(coreRatio(logoAt(1130, 640))).as("bottom right").isEqualTo(1);
    }

    @Test
    void sparesTitlesCaptionsAndLargeThingsInItsCore() {
        SyntheticFrame large = SyntheticFrame.eightBit(1280, 720);
        large.paint((x, y) -> x > 960 && y < 180 ? 90 : 16);

        assertThat(coreRatio(logoAt(600, 340))).as("title").isLessThan(RECOMMENDED_LEAVE);
        assertThat(coreRatio(logoAt(100, 640))).as("caption").isLessThan(RECOMMENDED_LEAVE);
        assertThat(coreRatio(large)).isLessThan(RECOMMENDED_LEAVE);
    }

    private static SyntheticFrame logoAt(int left, int top) {
        SyntheticFrame frame = SyntheticFrame.eightBit(1280, 720);
        frame.paint((x, y) -> x >= left && x < left + 100 && y >= top && y < top + 40 ? 180 : 16);
        return frame;
    }

    private static double coreRatio(SyntheticFrame frame) {
        RecordingSink sink = new RecordingSink();
        new BlackDetector().onFrame(frame.at(0), sink);
        return sink.last(BlackDetector.BLACK_CORE_RATIO);
    }

    @Test
    void sparesNightSceneWithFewLights() {
        SyntheticFrame frame = SyntheticFrame.eightBit(1280, 720);
        frame.paint((x, y) -> x % 160 < 6 && y % 120 < 6 ? 180 : 18);
        frame.addNoise(new Random(SEED), 2);

        assertThat(blackRatio(frame)).isLessThan(RECOMMENDED_LEAVE);
    }

    @Test
    void sparesDarkFilmThatIsNotFlat() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 360);
        frame.paint((x, y) -> 16 + 20 * (0.5 + 0.5 * Math.sin(x / 40.0) * Math.cos(y / 30.0)));

        assertThat(blackRatio(frame)).isLessThan(0.5);
    }

    @Test
    void sparesFlatDarkGrey() {
        SyntheticFrame frame = SyntheticFrame.eightBit(64, 64);
        frame.paint((x, y) -> 40);

        assertThat(blackRatio(frame)).isZero();
    }

    @Test
    void risesOverFadeToBlack() {
        SyntheticFrame frame = SyntheticFrame.eightBit(320, 180);
        double last = -1;
        for (int step = 20; step >= 0; step--) {
            double gain = step / 20.0;
            frame.paint((x, y) -> 16 + gain * (x % 200));
            double ratio = blackRatio(frame);
            assertThat(ratio).isGreaterThanOrEqualTo(last);
            last = ratio;
        }
        assertThat(last).isEqualTo(1);
    }

    @Test
    void measuresShareByAreaWhereEdgeCellsAreSmall() {
        SyntheticFrame frame = SyntheticFrame.eightBit(20, 10);
        frame.paint((x, y) -> x < 16 ? 16 : 235);

        assertThat(blackRatio(frame)).isEqualTo(0.8);
    }

    @Test
    void measuresMeanOfNominalRange() {
        SyntheticFrame frame = SyntheticFrame.eightBit(20, 10);
        frame.paint((x, y) -> x < 10 ? 16 : 235);

        RecordingSink sink = new RecordingSink();
        new BlackDetector().onFrame(frame.at(0), sink);

        assertThat(sink.last(BlackDetector.LUMA_MEAN)).isCloseTo(0.5, within(0.001));
    }

    private static double blackRatio(SyntheticFrame frame) {
        RecordingSink sink = new RecordingSink();
        new BlackDetector().onFrame(frame.at(0), sink);
        return sink.last(BlackDetector.BLACK_RATIO);
    }
}
