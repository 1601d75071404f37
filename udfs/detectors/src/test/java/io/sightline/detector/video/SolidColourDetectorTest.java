package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.features.SyntheticFrame;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SolidColourDetectorTest {

    private static final double ENTER = 0.995;
    private static final double LEAVE = 0.99;
    private static final long SEED = 3;

    @ParameterizedTest
    @CsvSource({"8,0,false", "8,0,true", "10,0,false", "10,6,false", "12,4,true", "16,0,false"})
    void saysOneColourForANoisyBlueScreenInEveryFormat(int depth, int shift, boolean fullRange) {
        SyntheticFrame frame =
                new SyntheticFrame(705, 405, new LumaFormat(depth, shift, fullRange), 24);
        frame.withChroma(1, 1, 1);
        int unit = 1 << (depth - 8);
        frame.paint((x, y) -> 41 * unit);
        frame.addNoise(new Random(SEED), 3 * unit);
        frame.paintChroma((x, y) -> 200 * unit, (x, y) -> 110 * unit);

        assertThat(solidRatio(frame)).isGreaterThan(ENTER);
    }

    @Test
    void takesGreyGreenAndWhiteScreens() {
        assertThat(solidRatio(flat(126, 128, 128))).isEqualTo(1);
        assertThat(solidRatio(flat(145, 54, 34))).isEqualTo(1);
        assertThat(solidRatio(flat(235, 128, 128))).isEqualTo(1);
    }

    @Test
    void saysNothingOfPicturesOfFewCells() {
        SyntheticFrame icon = SyntheticFrame.eightBit(16, 16);
        icon.paint((x, y) -> 126);

        assertThat(solidRatio(icon)).isZero();
        assertThat(solidRatio(flat(126, 128, 128))).isEqualTo(1);
    }

    @Test
    void leavesBlackToItsOwnDetector() {
        assertThat(solidRatio(flat(16, 128, 128))).isZero();
        assertThat(solidRatio(flat(34, 128, 128))).isZero();
        assertThat(solidRatio(flat(36, 128, 128))).isEqualTo(1);
    }

    @Test
    void overlooksALogoInACornerButNotText() {
        SyntheticFrame logo = flat(235, 128, 128);
        logo.paint((x, y) -> x > 540 && x < 600 && y > 20 && y < 50 ? 90 : 235);
        SyntheticFrame text = flat(235, 128, 128);
        text.paint((x, y) -> x > 240 && x < 400 && y > 172 && y < 182 ? 90 : 235);
        SyntheticFrame caption = flat(126, 128, 128);
        caption.paint((x, y) -> x > 32 && x < 150 && y > 300 && y < 320 ? 235 : 126);

        assertThat(solidRatio(logo)).isEqualTo(1);
        assertThat(solidRatio(text)).isLessThan(LEAVE);
        assertThat(solidRatio(caption)).isLessThan(LEAVE);
    }

    @Test
    void overlooksBlackEdgesButNotAThingOnBlack() {
        SyntheticFrame pillars = flat(41, 240, 110);
        pillars.paint((x, y) -> x < 83 || x >= 557 ? 16 : 41);
        SyntheticFrame box = flat(41, 240, 110);
        box.paint((x, y) -> x > 200 && x < 440 && y > 100 && y < 260 ? 41 : 16);

        assertThat(solidRatio(pillars)).isEqualTo(1);
        assertThat(solidRatio(box)).isZero();
    }

    @Test
    void sparesWhatNatureShades() {
        SyntheticFrame fog = flat(128, 128, 128);
        fog.paint((x, y) -> 120 + 12.0 * y / 360);
        SyntheticFrame sky = flat(128, 128, 128);
        sky.paint((x, y) -> 150);
        sky.paintChroma((x, y) -> 130 + 24.0 * y / 180, (x, y) -> 120);

        assertThat(solidRatio(fog)).isLessThan(0.7);
        assertThat(solidRatio(sky)).isLessThan(0.7);
    }

    @Test
    void looksAtLumaAloneWhereThereIsNoColour() {
        SyntheticFrame grey = SyntheticFrame.eightBit(640, 360);
        grey.paint((x, y) -> 126);

        assertThat(solidRatio(grey)).isEqualTo(1);
    }

    private static SyntheticFrame flat(int luma, int cb, int cr) {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 360).withChroma(1, 1, 1);
        frame.paint((x, y) -> luma);
        frame.paintChroma((x, y) -> cb, (x, y) -> cr);
        return frame;
    }

    private static double solidRatio(SyntheticFrame frame) {
        RecordingSink sink = new RecordingSink();
        new SolidColourDetector().onFrame(frame.at(0), sink);
        return sink.last(SolidColourDetector.SOLID_RATIO);
    }
}
