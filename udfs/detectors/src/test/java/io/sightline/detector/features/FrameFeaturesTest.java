package io.sightline.detector.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.sightline.detector.api.LumaFormat;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FrameFeaturesTest {

    @Test
    void reducesAnyPictureLikeTheDefinitionDoes() {
        long seed = System.nanoTime();
        System.out.println("FrameFeaturesTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int depth = 8 + random.nextInt(9);
            int shift = depth == 8 ? 0 : random.nextInt(17 - depth);
            LumaFormat format = new LumaFormat(depth, shift, random.nextBoolean());
            int width = 1 + random.nextInt(100);
            int height = 1 + random.nextInt(60);
            SyntheticFrame frame = new SyntheticFrame(width, height, format, random.nextInt(40));
            int bound = 1 << depth;
            frame.paint((x, y) -> random.nextInt(bound));
            frame.fillPadding(random);

            LumaView view = frame.at(0).features().smallLuma();

            assertThat(view.columns()).isEqualTo((width + 7) / 8);
            assertThat(view.rows()).isEqualTo((height + 7) / 8);
            for (int row = 0; row < view.rows(); row++) {
                for (int column = 0; column < view.columns(); column++) {
                    double expected = meanLevel(frame, column * 8, row * 8) * 128;
                    assertThat((double) view.cells()[row * view.columns() + column])
                            .as("seed %d round %d: %s %dx%d", seed, round, format, width, height)
                            .isBetween(expected - 0.51, expected + 0.51);
                }
            }
        }
    }

    @Test
    void reducesTheColoursOfAnyPicture() {
        long seed = System.nanoTime();
        System.out.println("FrameFeaturesTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int depth = 8 + random.nextInt(9);
            int shift = depth == 8 ? 0 : random.nextInt(17 - depth);
            LumaFormat format = new LumaFormat(depth, shift, random.nextBoolean());
            int width = 1 + random.nextInt(100);
            int height = 1 + random.nextInt(60);
            int across = random.nextInt(3);
            int down = random.nextInt(3);
            SyntheticFrame frame =
                    new SyntheticFrame(width, height, format, 0)
                            .withChroma(across, down, 1 + random.nextInt(2));
            // Each cell has one colour, so that its mean is the same whichever rows are taken.
            int bound = 1 << depth;
            int[] blue = random.ints(8 * 13, 0, bound).toArray();
            int[] red = random.ints(8 * 13, 0, bound).toArray();
            frame.paintChroma(
                    (x, y) -> blue[((y << down) / 8) * 13 + (x << across) / 8],
                    (x, y) -> red[((y << down) / 8) * 13 + (x << across) / 8]);

            ChromaView view = frame.at(0).features().smallChroma();

            LumaView cells = frame.features().smallLuma();
            for (int row = 0; row < cells.rows(); row++) {
                for (int column = 0; column < cells.columns(); column++) {
                    int at = row * cells.columns() + column;
                    assertThat((double) view.cb()[at])
                            .as("seed %d round %d: %s %dx%d", seed, round, format, width, height)
                            .isCloseTo(chromaUnits(format, blue[row * 13 + column]), within(0.51));
                    assertThat((double) view.cr()[at])
                            .isCloseTo(chromaUnits(format, red[row * 13 + column]), within(0.51));
                }
            }
        }
    }

    private static double chromaUnits(LumaFormat format, int code) {
        double of8 = (double) code / (1 << (format.bitDepth() - 8)) - 128;
        double levels = 128 + of8 * (format.fullRange() ? 224.0 / 255 : 1);
        return Math.min(levels * 128, 32767);
    }

    @Test
    void aPictureWithoutColourPlanesHasNoColours() {
        assertThat(SyntheticFrame.eightBit(64, 64).at(0).features().smallChroma()).isNull();
    }

    /** The definition: the mean of the cell's samples in 8-bit limited-range levels. */
    private static double meanLevel(SyntheticFrame frame, int left, int top) {
        LumaFormat format = frame.lumaFormat();
        double sum = 0;
        int count = 0;
        for (int y = top; y < Math.min(top + 8, frame.height()); y++) {
            for (int x = left; x < Math.min(left + 8, frame.width()); x++) {
                sum += frame.get(x, y);
                count++;
            }
        }
        double range = format.whiteCode() - format.blackCode();
        double level = 16 + 219 * (sum / count - format.blackCode()) / range;
        return Math.min(level, 255.992);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "854,480", "705,481", "1920,1080", "4096,2304", "8,8", "7,9"})
    void takesAnyPictureSize(int width, int height) {
        SyntheticFrame frame = SyntheticFrame.eightBit(width, height);
        frame.paint((x, y) -> 100);

        LumaView view = frame.at(0).features().smallLuma();

        int count = view.columns() * view.rows();
        for (int i = 0; i < count; i++) {
            assertThat((int) view.cells()[i]).isEqualTo(100 * 128);
        }
    }

    @ParameterizedTest
    @CsvSource({"8,0", "10,0", "10,6", "12,0", "12,4", "16,0"})
    void saysBlackAndWhiteAlikeForEveryFormat(int depth, int shift) {
        for (boolean fullRange : new boolean[] {false, true}) {
            LumaFormat format = new LumaFormat(depth, shift, fullRange);
            SyntheticFrame frame = new SyntheticFrame(24, 8, format, 0);
            frame.paint((x, y) -> x < 8 ? format.blackCode() : format.whiteCode());

            short[] cells = frame.at(0).features().smallLuma().cells();

            assertThat((int) cells[0]).isEqualTo(LumaView.BLACK_UNITS);
            assertThat((int) cells[1]).isEqualTo(LumaView.WHITE_UNITS);
        }
    }

    @Test
    void computesOncePerPictureAndAnewAfterReset() {
        SyntheticFrame frame = SyntheticFrame.eightBit(16, 8);
        frame.paint((x, y) -> 50);
        frame.at(0).features().smallLuma();
        frame.paint((x, y) -> 60);

        assertThat((int) frame.features().smallLuma().cells()[0]).isEqualTo(50 * 128);
        assertThat((int) frame.at(1).features().smallLuma().cells()[0]).isEqualTo(60 * 128);
    }

    @Test
    void refusesToMeasureBeforeTheFirstFrame() {
        FrameFeatures features = new FrameFeatures();

        assertThatThrownBy(features::smallLuma)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before any frame");
    }

    @Test
    void allocatesNothingFromPictureToPicture() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SyntheticFrame frame = SyntheticFrame.eightBit(645, 361);
        frame.paint((x, y) -> x & 0xff);
        int frames = 3_000;
        for (int i = 0; i < frames; i++) {
            frame.at(i).features().smallLuma();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < frames; i++) {
            frame.at(i).features().smallLuma();
        }
        long bytesPerFrame = (threads.getCurrentThreadAllocatedBytes() - before) / frames;

        assertThat(bytesPerFrame).isLessThan(100);
    }
}
