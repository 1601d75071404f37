package io.sightline.detector.features;

import static io.sightline.detector.features.LumaView.CELL_SIZE;
import static io.sightline.detector.features.LumaView.UNITS_PER_LEVEL;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reduces a luma plane to cell means, reading every sample once.
 *
 * <p>Samples are added eight bytes at a time, several in the lanes of one long, over the rows of a
 * cell; the lanes are folded at the end of a row of cells. For 8-bit samples the lanes are 16 bits
 * wide: 8 rows of two samples reach 4080. For wider samples they are 32 bits wide: 8 rows of two
 * samples of 16 bits reach 1 048 560.
 *
 * <p>Allocates nothing while the picture keeps its width.
 */
final class CellMeans {

    private static final long LOW_BYTES = 0x00ff00ff00ff00ffL;
    private static final long LOW_SHORTS = 0x0000ffff0000ffffL;
    private static final long LANES_OF_16 = 0x0001000100010001L;

    private long[] words = new long[0]; // one row of the whole cells
    private long[] lanes = new long[0]; // its sums over the rows of a cell

    private final PlaneWords plane = new PlaneWords();

    void compute(VideoFrame frame, LumaView view) {
        LumaFormat format = frame.lumaFormat();
        view.resize(frame.width(), frame.height());
        int wordsPerCell = format.bytesPerSample(); // CELL_SIZE samples of so many bytes
        int wordCount = view.width() / CELL_SIZE * wordsPerCell;
        if (words.length < wordCount) {
            words = new long[wordCount];
            lanes = new long[wordCount];
        }
        for (int row = 0; row < view.rows(); row++) {
            Arrays.fill(lanes, 0, wordCount, 0);
            addRows(frame, row * CELL_SIZE, view.cellHeight(row), wordCount);
            writeCells(frame, view, row);
        }
    }

    private void addRows(VideoFrame frame, int top, int rows, int wordCount) {
        LumaFormat format = frame.lumaFormat();
        ByteBuffer luma = frame.luma();
        int stride = frame.lumaStrideBytes();
        for (int y = top; y < top + rows; y++) {
            plane.read(luma, y * stride, words, wordCount);
            if (format.bytesPerSample() == 1) {
                addBytes(words, lanes, wordCount);
            } else {
                long sampleMask = ((1L << format.bitDepth()) - 1) * LANES_OF_16;
                addShorts(words, lanes, wordCount, format.shift(), sampleMask);
            }
        }
    }

    private static void addBytes(long[] words, long[] lanes, int count) {
        for (int i = 0; i < count; i++) {
            lanes[i] += (words[i] & LOW_BYTES) + ((words[i] >>> 8) & LOW_BYTES);
        }
    }

    private static void addShorts(
            long[] words, long[] lanes, int count, int shift, long sampleMask) {
        for (int i = 0; i < count; i++) {
            long samples = (words[i] >>> shift) & sampleMask;
            lanes[i] += (samples & LOW_SHORTS) + ((samples >>> 16) & LOW_SHORTS);
        }
    }

    /** Folds the four lanes of each cell into its sum. */
    private static void foldBytes(long[] lanes, int count) {
        for (int i = 0; i < count; i++) {
            long pairs = lanes[i] + (lanes[i] >>> 32);
            lanes[i] = (pairs + (pairs >>> 16)) & 0xffff;
        }
    }

    /** The case of nearly all pictures: 8 bits, limited range, whole cells. */
    private static void writeWholeUnits(
            long[] sums, int count, int unitsPerSum, short[] cells, int out) {
        for (int i = 0; i < count; i++) {
            cells[out + i] = (short) ((int) sums[i] * unitsPerSum);
        }
    }

    private void writeCells(VideoFrame frame, LumaView view, int row) {
        LumaFormat format = frame.lumaFormat();
        int cellHeight = view.cellHeight(row);
        int wholeColumns = view.width() / CELL_SIZE;
        double scale = unitsPerSum(format, CELL_SIZE * cellHeight);
        double offset = offsetUnits(format);
        short[] cells = view.cells();
        int out = row * view.columns();
        boolean isEightBit = format.bytesPerSample() == 1;
        if (isEightBit) {
            foldBytes(lanes, wholeColumns);
        }
        if (isEightBit && scale == (int) scale && offset == 0) {
            writeWholeUnits(lanes, wholeColumns, (int) scale, cells, out);
            out += wholeColumns;
        } else {
            for (int column = 0; column < wholeColumns; column++) {
                int sum =
                        isEightBit
                                ? (int) lanes[column]
                                : foldShorts(lanes[2 * column] + lanes[2 * column + 1]);
                cells[out++] = units(sum, scale, offset);
            }
        }
        if (wholeColumns < view.columns()) {
            int cellWidth = view.cellWidth(wholeColumns);
            int sum = sumOfSamples(frame, wholeColumns * CELL_SIZE, row * CELL_SIZE, view);
            cells[out] = units(sum, unitsPerSum(format, cellWidth * cellHeight), offset);
        }
    }

    private static int foldShorts(long pair) {
        return (int) pair + (int) (pair >>> 32);
    }

    /** The sum of what is right of {@code left} in one row of cells: less than a word a row. */
    private static int sumOfSamples(VideoFrame frame, int left, int top, LumaView view) {
        LumaFormat format = frame.lumaFormat();
        ByteBuffer luma = frame.luma();
        int sampleMask = (1 << format.bitDepth()) - 1;
        int bottom = Math.min(top + CELL_SIZE, view.height());
        int sum = 0;
        for (int y = top; y < bottom; y++) {
            int line = y * frame.lumaStrideBytes();
            for (int x = left; x < view.width(); x++) {
                int sample =
                        format.bytesPerSample() == 1
                                ? luma.get(line + x) & 0xff
                                : luma.getShort(line + x * Short.BYTES) & 0xffff;
                sum += (sample >>> format.shift()) & sampleMask;
            }
        }
        return sum;
    }

    /** What one code value in the sum of this many samples is worth in units of the mean. */
    private static double unitsPerSum(LumaFormat format, int samples) {
        double range = format.whiteCode() - format.blackCode();
        return (LumaView.WHITE_UNITS - LumaView.BLACK_UNITS) / (range * samples);
    }

    /** What a code value of zero is worth in units: nothing in limited range. */
    private static double offsetUnits(LumaFormat format) {
        return format.fullRange() ? LumaView.BLACK_UNITS : 0;
    }

    /** Rounded to the nearest; at most 255.992 levels, so that it fits a short. */
    private static short units(int sum, double scale, double offset) {
        return (short) Math.min(256 * UNITS_PER_LEVEL - 1, (int) (sum * scale + offset + 0.5));
    }
}
