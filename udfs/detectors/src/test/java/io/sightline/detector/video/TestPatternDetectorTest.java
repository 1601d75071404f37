package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.features.SyntheticFrame;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestPatternDetectorTest {

    private static final double ENTER = 0.25;

    /** White, yellow, cyan, green, magenta, red, blue, black. */
    private static final int[][] RGB = {
        {1, 1, 1}, {1, 1, 0}, {0, 1, 1}, {0, 1, 0}, {1, 0, 1}, {1, 0, 0}, {0, 0, 1}, {0, 0, 0}
    };

    private static final int[] EBU = {0, 1, 2, 3, 4, 5, 6, 7};
    private static final int[] SMPTE = {0, 1, 2, 3, 4, 5, 6};

    @ParameterizedTest
    @CsvSource({
        // amplitude, kr, kb, depth, full range, width, height
        "0.75, 0.299,  0.114,  8,  false, 720,  576",
        "1,    0.299,  0.114,  8,  false, 720,  480",
        "0.75, 0.2126, 0.0722, 8,  true,  1280, 720",
        "1,    0.2126, 0.0722, 10, false, 854,  480",
        "0.58, 0.2627, 0.0593, 10, false, 1920, 1080",
        "0.75, 0.2126, 0.0722, 16, true,  416,  234"
    })
    void findsBarsOfEverySystem(
            double amplitude,
            double kr,
            double kb,
            int depth,
            boolean full,
            int width,
            int height) {
        LumaFormat format = new LumaFormat(depth, 0, full);
        for (int[] order : new int[][] {EBU, SMPTE}) {
            SyntheticFrame frame = new SyntheticFrame(width, height, format, 8);
            frame.withChroma(1, 1, 1);
            bars(frame, order, amplitude, kr, kb, 0, width);

            assertThat(barsRatio(frame)).isEqualTo(1);
        }
    }

    @Test
    void findsBarsUnderABoxBesidePanelsAndOverALowerPart() {
        SyntheticFrame boxed = pal();
        box(boxed, 200, 100, 300, 60);
        SyntheticFrame lower = pal();
        box(lower, 0, 340, 720, 236);
        SyntheticFrame panels = frame();
        bars(panels, SMPTE, 0.75, 0.299, 0.114, 90, 540);

        assertThat(barsRatio(boxed)).isBetween(0.85, 0.95);
        assertThat(barsRatio(lower)).isBetween(0.5, 0.65);
        assertThat(barsRatio(panels)).isEqualTo(1);
    }

    @Test
    void findsNoisyBars() {
        SyntheticFrame frame = pal();
        frame.addNoise(new Random(5), 6);

        assertThat(barsRatio(frame)).isEqualTo(1);
    }

    @Test
    void sparesOtherOrdersFlagsAndRainbows() {
        SyntheticFrame reversed = frame();
        bars(reversed, new int[] {7, 6, 5, 4, 3, 2, 1, 0}, 0.75, 0.299, 0.114, 0, 720);
        SyntheticFrame flag = frame();
        bars(flag, new int[] {6, 0, 5}, 1, 0.299, 0.114, 0, 720);
        SyntheticFrame fiveOfSix = frame();
        bars(fiveOfSix, new int[] {0, 1, 2, 3, 4, 5}, 0.75, 0.299, 0.114, 0, 720);
        SyntheticFrame rainbow = frame();
        rainbow.paint((x, y) -> 180 - x / 6.0);
        rainbow.paintChroma(
                (x, y) -> 128 + 80 * Math.cos(x / 60.0), (x, y) -> 128 + 80 * Math.sin(x / 60.0));

        assertThat(barsRatio(reversed)).isZero();
        assertThat(barsRatio(flag)).isZero();
        assertThat(barsRatio(fiveOfSix)).isZero();
        assertThat(barsRatio(rainbow)).isZero();
    }

    @Test
    void sparesBarsThatFillAFifthOfAStudioWall() {
        SyntheticFrame frame = frame();
        frame.paint((x, y) -> 90);
        bars(frame, EBU, 0.75, 0.299, 0.114, 300, 160);

        assertThat(barsRatio(frame)).isLessThan(ENTER);
    }

    @Test
    void findsNothingWithoutColour() {
        SyntheticFrame frame = SyntheticFrame.eightBit(720, 576);
        frame.paint((x, y) -> 180 - x / 90 * 20);

        assertThat(barsRatio(frame)).isZero();
    }

    private static SyntheticFrame frame() {
        return SyntheticFrame.eightBit(720, 576).withChroma(1, 1, 1);
    }

    private static SyntheticFrame pal() {
        SyntheticFrame frame = frame();
        bars(frame, EBU, 0.75, 0.299, 0.114, 0, 720);
        return frame;
    }

    private static void box(SyntheticFrame frame, int left, int top, int width, int height) {
        frame.paint(
                (x, y) ->
                        x >= left && x < left + width && y >= top && y < top + height
                                ? 16
                                : frame.get(x, y));
        // colour goes with it: a neutral box
        int[][] before = new int[288][360];
        for (int y = 0; y < 288; y++) {
            for (int x = 0; x < 360; x++) {
                int at = y * frame.chromaStrideBytes() + x;
                before[y][x] = (frame.cb().get(at) & 0xff) | (frame.cr().get(at) & 0xff) << 8;
            }
        }
        frame.paintChroma(
                (x, y) -> isIn(x, y, left, top, width, height) ? 128 : before[y][x] & 0xff,
                (x, y) -> isIn(x, y, left, top, width, height) ? 128 : before[y][x] >> 8);
    }

    private static boolean isIn(int x, int y, int left, int top, int width, int height) {
        return 2 * x >= left && 2 * x < left + width && 2 * y >= top && 2 * y < top + height;
    }

    private static void bars(
            SyntheticFrame frame,
            int[] order,
            double amplitude,
            double kr,
            double kb,
            int left,
            int width) {
        LumaFormat format = frame.lumaFormat();
        double unit = 1 << (format.bitDepth() - 8);
        double swing = (format.fullRange() ? 255 : 224) * unit;
        frame.paint(
                (x, y) -> {
                    int[] rgb = at(order, x - left, width);
                    double luma = rgb == null ? 0.4 : amplitude * luma(rgb, kr, kb);
                    return format.blackCode() + luma * (format.whiteCode() - format.blackCode());
                });
        frame.paintChroma(
                (x, y) -> {
                    int[] rgb = at(order, 2 * x - left, width);
                    double pb = rgb == null ? 0 : (rgb[2] - luma(rgb, kr, kb)) / (2 * (1 - kb));
                    return 128 * unit + amplitude * pb * swing;
                },
                (x, y) -> {
                    int[] rgb = at(order, 2 * x - left, width);
                    double pr = rgb == null ? 0 : (rgb[0] - luma(rgb, kr, kb)) / (2 * (1 - kr));
                    return 128 * unit + amplitude * pr * swing;
                });
    }

    private static int[] at(int[] order, int x, int width) {
        return x < 0 || x >= width ? null : RGB[order[x * order.length / width]];
    }

    private static double luma(int[] rgb, double kr, double kb) {
        return kr * rgb[0] + (1 - kr - kb) * rgb[1] + kb * rgb[2];
    }

    private static double barsRatio(SyntheticFrame frame) {
        RecordingSink sink = new RecordingSink();
        new TestPatternDetector().onFrame(frame.at(0), sink);
        return sink.last(TestPatternDetector.BARS_RATIO);
    }
}
