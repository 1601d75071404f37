package io.sightline.detector.features;

import static io.sightline.detector.features.LumaView.CELL_SIZE;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reduces one colour-difference plane to the means of the cells of a {@link LumaView}, from at most
 * two rows of samples in each row of cells.
 *
 * <p>Planes whose samples are half as wide as those of luma (4:2:0 and 4:2:2, nearly all pictures)
 * are added a word at a time; others sample by sample. Allocates nothing while the picture keeps
 * its width.
 */
final class ChromaMeans {

    private static final long LOW_BYTES = 0x00ff00ff00ff00ffL;
    private static final int MAX_UNITS = 256 * LumaView.UNITS_PER_LEVEL - 1;

    private final PlaneWords plane = new PlaneWords();
    private long[] words = new long[0]; // one row
    private int[] sums = new int[0]; // of the cells of a row

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
        if (sums.length < columns) {
            sums = new int[columns];
            words = new long[columns];
        }
        int height = format.height(frame.height());
        int rowsOfCell = Math.max(1, CELL_SIZE >> format.verticalShift());
        int spacing = Math.max(1, rowsOfCell / 2);
        for (int row = 0; row < luma.rows(); row++) {
            Arrays.fill(sums, 0, columns, 0);
            int top = row * rowsOfCell;
            int rows = 0;
            for (int y = top + spacing / 2; y < Math.min(top + rowsOfCell, height); y += spacing) {
                addRow(frame, format, samples, y, columns);
                rows++;
            }
            if (rows == 0) { // the last cells are lower than the first row that would be taken
                addRow(frame, format, samples, height - 1, columns);
                rows = 1;
            }
            write(frame, format, rows, cells, row * columns, columns);
        }
    }

    private void addRow(
            VideoFrame frame, ChromaFormat format, ByteBuffer samples, int y, int columns) {
        LumaFormat luma = frame.lumaFormat();
        int line = y * frame.chromaStrideBytes();
        int width = format.width(frame.width());
        int wholeColumns = 0;
        if (format.horizontalShift() == 1 && format.stepBytes() == luma.bytesPerSample()) {
            if (luma.bytesPerSample() == 1) {
                int count = width / Long.BYTES; // a word is two cells
                plane.read(samples, line, words, count);
                addBytes(count);
                wholeColumns = 2 * count;
            } else {
                wholeColumns = width * Short.BYTES / Long.BYTES; // a word is one cell
                plane.read(samples, line, words, wholeColumns);
                addShorts(wholeColumns, luma.shift(), (1 << luma.bitDepth()) - 1);
            }
        }
        for (int column = wholeColumns; column < columns; column++) {
            sums[column] += sumOfCell(luma, format, samples, line, column, width);
        }
    }

    private void addBytes(int count) {
        for (int i = 0; i < count; i++) {
            long pairs = (words[i] & LOW_BYTES) + ((words[i] >>> 8) & LOW_BYTES);
            long fours = pairs + (pairs >>> 16);
            sums[2 * i] += (int) fours & 0xffff;
            sums[2 * i + 1] += (int) (fours >>> 32) & 0xffff;
        }
    }

    private void addShorts(int count, int shift, int mask) {
        for (int i = 0; i < count; i++) {
            long word = words[i] >>> shift;
            sums[i] +=
                    ((int) word & mask)
                            + ((int) (word >>> 16) & mask)
                            + ((int) (word >>> 32) & mask)
                            + ((int) (word >>> 48) & mask);
        }
    }

    private static int sumOfCell(
            LumaFormat luma,
            ChromaFormat format,
            ByteBuffer samples,
            int line,
            int column,
            int width) {
        int samplesOfCell = CELL_SIZE >> format.horizontalShift();
        int left = column * samplesOfCell;
        int mask = (1 << luma.bitDepth()) - 1;
        int sum = 0;
        for (int x = left; x < Math.min(left + samplesOfCell, width); x++) {
            int at = line + x * format.stepBytes();
            int word =
                    luma.bytesPerSample() == 1
                            ? samples.get(at) & 0xff
                            : samples.getShort(at) & 0xffff;
            sum += (word >>> luma.shift()) & mask;
        }
        return sum;
    }

    private void write(
            VideoFrame frame, ChromaFormat format, int rows, short[] cells, int out, int columns) {
        LumaFormat luma = frame.lumaFormat();
        int samplesOfCell = CELL_SIZE >> format.horizontalShift();
        int width = format.width(frame.width());
        for (int column = 0; column < columns; column++) {
            int samples = Math.min(samplesOfCell, width - column * samplesOfCell) * rows;
            cells[out + column] = units((double) sums[column] / samples, luma);
        }
    }

    /** In limited range a level is a level; in full range 255 codes span what 224 levels do. */
    private static short units(double meanCode, LumaFormat luma) {
        double code = meanCode / (1 << (luma.bitDepth() - 8)) - 128;
        double levels = luma.fullRange() ? code * (224.0 / 255) : code;
        double units = ChromaView.NEUTRAL_UNITS + levels * LumaView.UNITS_PER_LEVEL;
        return (short) Math.min(Math.max((int) (units + 0.5), 0), MAX_UNITS);
    }
}
