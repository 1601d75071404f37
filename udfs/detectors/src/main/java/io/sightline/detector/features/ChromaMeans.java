package io.sightline.detector.features;

import static io.sightline.detector.features.LumaView.CELL_SIZE;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import java.nio.ByteBuffer;

/**
 * Reduces one colour-difference plane to the means of the cells of a {@link LumaView}, from two
 * rows of samples in each row of cells: one of either field where there are fields.
 *
 * <p>Planes whose samples are half as wide as those of luma (4:2:0 and 4:2:2, nearly all pictures)
 * are added a word at a time; others sample by sample. Allocates nothing while the picture keeps
 * its width.
 */
final class ChromaMeans {

    private static final long LOW_BYTES = 0x00ff00ff00ff00ffL;
    private static final long LOW_SHORTS = 0x0000ffff0000ffffL;
    private static final long LANES_OF_16 = 0x0001000100010001L;
    private static final int MAX_UNITS = 256 * LumaView.UNITS_PER_LEVEL - 1;

    private final PlaneWords plane = new PlaneWords();
    private long[] upper = new long[0]; // words of one row; then sums over both
    private long[] lower = new long[0];

    /**
     * Writes the means of {@code samples}, the Cb or Cr plane of {@code frame}, to {@code cells}.
     *
     * @param luma gives the cells
     */
    void compute(
            VideoFrame frame,
            ChromaFormat format,
            ByteBuffer samples,
            LumaView luma,
            short[] cells) {
        int columns = luma.columns();
        if (upper.length < columns) {
            upper = new long[columns];
            lower = new long[columns];
        }
        LumaFormat depth = frame.lumaFormat();
        int lastRow = format.height(frame.height()) - 1;
        int rowsOfCell = CELL_SIZE >> format.verticalShift();
        for (int row = 0; row < luma.rows(); row++) {
            int top = row * rowsOfCell;
            int first = Math.min(top + rowsOfCell / 4, lastRow) * frame.chromaStrideBytes();
            int second =
                    Math.min(top + rowsOfCell - 1 - rowsOfCell / 4, lastRow)
                            * frame.chromaStrideBytes();
            int done = 0;
            if (format.horizontalShift() == 1 && format.stepBytes() == depth.bytesPerSample()) {
                int words = format.width(frame.width()) * depth.bytesPerSample() / Long.BYTES;
                plane.read(samples, first, upper, words);
                plane.read(samples, second, lower, words);
                done =
                        depth.bytesPerSample() == 1
                                ? writeBytes(depth, words, cells, row * columns)
                                : writeShorts(depth, words, cells, row * columns);
            }
            for (int column = done; column < columns; column++) {
                cells[row * columns + column] =
                        meanOfCell(frame, format, samples, first, second, column);
            }
        }
    }

    /** A word is two cells. */
    private int writeBytes(LumaFormat depth, int words, short[] cells, int out) {
        for (int i = 0; i < words; i++) {
            long pairs =
                    (upper[i] & LOW_BYTES)
                            + ((upper[i] >>> 8) & LOW_BYTES)
                            + (lower[i] & LOW_BYTES)
                            + ((lower[i] >>> 8) & LOW_BYTES);
            upper[i] = pairs + (pairs >>> 16);
        }
        if (depth.fullRange()) {
            double scale = unitsPerSum(depth, CELL_SIZE);
            double offset = offsetUnits(depth);
            for (int i = 0; i < words; i++) {
                cells[out + 2 * i] = units((int) upper[i] & 0xffff, scale, offset);
                cells[out + 2 * i + 1] = units((int) (upper[i] >>> 32) & 0xffff, scale, offset);
            }
        } else { // the case of nearly all pictures: whole units
            for (int i = 0; i < words; i++) {
                long units = upper[i] * (LumaView.UNITS_PER_LEVEL / CELL_SIZE);
                cells[out + 2 * i] = (short) units;
                cells[out + 2 * i + 1] = (short) (units >>> 32);
            }
        }
        return 2 * words;
    }

    /** A word is one cell. */
    private int writeShorts(LumaFormat depth, int words, short[] cells, int out) {
        int shift = depth.shift();
        long mask = ((1L << depth.bitDepth()) - 1) * LANES_OF_16;
        for (int i = 0; i < words; i++) {
            long first = (upper[i] >>> shift) & mask;
            long second = (lower[i] >>> shift) & mask;
            long pairs =
                    (first & LOW_SHORTS)
                            + ((first >>> 16) & LOW_SHORTS)
                            + (second & LOW_SHORTS)
                            + ((second >>> 16) & LOW_SHORTS);
            upper[i] = pairs + (pairs >>> 32);
        }
        double scale = unitsPerSum(depth, CELL_SIZE);
        double offset = offsetUnits(depth);
        for (int i = 0; i < words; i++) {
            cells[out + i] = units((int) upper[i], scale, offset);
        }
        return words;
    }

    private static short meanOfCell(
            VideoFrame frame,
            ChromaFormat format,
            ByteBuffer samples,
            int first,
            int second,
            int column) {
        LumaFormat depth = frame.lumaFormat();
        int samplesOfCell = CELL_SIZE >> format.horizontalShift();
        int left = column * samplesOfCell;
        int right = Math.min(left + samplesOfCell, format.width(frame.width()));
        int sum = 0;
        for (int x = left; x < right; x++) {
            int at = x * format.stepBytes();
            sum += code(samples, first + at, depth) + code(samples, second + at, depth);
        }
        return units(sum, unitsPerSum(depth, 2 * (right - left)), offsetUnits(depth));
    }

    private static int code(ByteBuffer samples, int at, LumaFormat depth) {
        int word =
                depth.bytesPerSample() == 1
                        ? samples.get(at) & 0xff
                        : samples.getShort(at) & 0xffff;
        return (word >>> depth.shift()) & ((1 << depth.bitDepth()) - 1);
    }

    /** What one code value in the sum of this many samples is worth in units of the mean. */
    private static double unitsPerSum(LumaFormat depth, int samples) {
        double levelsPerCode = 1.0 / (1 << (depth.bitDepth() - 8));
        return LumaView.UNITS_PER_LEVEL * levelsPerCode * swing(depth) / samples;
    }

    /** What codes of zero are worth in units. */
    private static double offsetUnits(LumaFormat depth) {
        return ChromaView.NEUTRAL_UNITS * (1 - swing(depth));
    }

    /** In limited range a level is a level; in full range 255 codes span what 224 levels do. */
    private static double swing(LumaFormat depth) {
        return depth.fullRange() ? 224.0 / 255 : 1;
    }

    private static short units(int sum, double scale, double offset) {
        return (short) Math.min((int) (sum * scale + offset + 0.5), MAX_UNITS);
    }
}
