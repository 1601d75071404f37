package io.sightline.detector.video;

import io.sightline.detector.features.LumaView;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A picture reduced to at most {@value #MAX_CELLS} numbers, for comparison with another one.
 * Reused: its buffer grows only when the picture does.
 */
final class PictureDigest {

    /**
     * Enough that a face in a wide shot covers several cells: 8 by 8 samples up to 576 lines, 16 by
     * 16 up to 1080, 32 by 32 for UHD. The state of a detector holds two digests of two bytes a
     * cell.
     */
    static final int MAX_CELLS = 8192;

    /** Differences of one cell beyond this count as this much: it has changed, by whatever. */
    static final int MAX_DIFFERENCE_LEVELS = 31;

    private static final int MAX_DIFFERENCE_UNITS =
            MAX_DIFFERENCE_LEVELS * LumaView.UNITS_PER_LEVEL;

    private int width; // of the picture, in samples; 0 while empty
    private int height;
    private int count;
    private short[] cells = new short[0];

    boolean isEmpty() {
        return width == 0;
    }

    void clear() {
        width = 0;
        height = 0;
        count = 0;
    }

    boolean isOfSize(LumaView luma) {
        return width == luma.width() && height == luma.height();
    }

    void set(LumaView luma) {
        width = luma.width();
        height = luma.height();
        int pool = poolFor(luma.columns(), luma.rows());
        int columns = (luma.columns() + pool - 1) / pool;
        int rows = (luma.rows() + pool - 1) / pool;
        count = columns * rows;
        if (cells.length < count) {
            cells = new short[count];
        }
        if (pool == 1) {
            System.arraycopy(luma.cells(), 0, cells, 0, count);
        } else {
            pool(luma, pool);
        }
    }

    void copyOf(PictureDigest other) {
        width = other.width;
        height = other.height;
        count = other.count;
        if (cells.length < count) {
            cells = new short[count];
        }
        System.arraycopy(other.cells, 0, cells, 0, count);
    }

    /** The mean of pool by pool cells of the view, fewer at the right and bottom edges. */
    private void pool(LumaView luma, int pool) {
        short[] source = luma.cells();
        int stride = luma.columns();
        int out = 0;
        for (int top = 0; top < luma.rows(); top += pool) {
            int bottom = Math.min(top + pool, luma.rows());
            int whole = bottom - top == pool ? stride / pool : 0;
            addWholePools(source, top * stride, stride, pool, cells, out, whole);
            out += whole;
            for (int left = whole * pool; left < stride; left += pool) {
                int right = Math.min(left + pool, stride);
                int sum = 0;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += source[y * stride + x];
                    }
                }
                cells[out++] = (short) (sum / ((bottom - top) * (right - left)));
            }
        }
    }

    /**
     * As the general case, but divided by shifting: a pool is a power of two, sums are positive.
     */
    private static void addWholePools(
            short[] source, int at, int stride, int pool, short[] cells, int out, int count) {
        int shift = 2 * Integer.numberOfTrailingZeros(pool);
        if (pool == 2) {
            for (int i = 0; i < count; i++) {
                int above = at + 2 * i;
                int below = above + stride;
                int sum = source[above] + source[above + 1] + source[below] + source[below + 1];
                cells[out + i] = (short) (sum >> shift);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int sum = 0;
            for (int y = 0; y < pool; y++) {
                int line = at + y * stride + i * pool;
                for (int x = 0; x < pool; x++) {
                    sum += source[line + x];
                }
            }
            cells[out + i] = (short) (sum >> shift);
        }
    }

    private static int poolFor(int columns, int rows) {
        int pool = 1;
        while ((long) ((columns + pool - 1) / pool) * ((rows + pool - 1) / pool) > MAX_CELLS) {
            pool *= 2;
        }
        return pool;
    }

    /** Whether all cells lie within so many 8-bit levels; a living picture shows soon that not. */
    boolean liesWithin(double levels) {
        int darkest = Short.MAX_VALUE;
        int brightest = Short.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            darkest = Math.min(darkest, cells[i]);
            brightest = Math.max(brightest, cells[i]);
            if (brightest - darkest >= levels * LumaView.UNITS_PER_LEVEL) {
                return false;
            }
        }
        return true;
    }

    /**
     * The fourth-power mean of the differences of all cells, in 8-bit levels, 0 to {@link
     * #MAX_DIFFERENCE_LEVELS}. The fourth power weighs a few cells that change much (something
     * moved) over many that change little (the picture was coded again): a mean would hide a moving
     * mouth behind coding noise, a maximum would take the worst coded cell for movement.
     */
    double differenceLevels(PictureDigest other) {
        if (isEmpty() || width != other.width || height != other.height) {
            return MAX_DIFFERENCE_LEVELS;
        }
        short[] mine = cells;
        short[] theirs = other.cells;
        long sum = 0; // 3968 units to the fourth, 8192 times: under 2^61
        for (int i = 0; i < count; i++) {
            int difference = Math.min(Math.abs(mine[i] - theirs[i]), MAX_DIFFERENCE_UNITS);
            int square = difference * difference;
            sum += (long) square * square;
        }
        return Math.sqrt(Math.sqrt((double) sum / count)) / LumaView.UNITS_PER_LEVEL;
    }

    /** The difference of the cell that differs most, in 8-bit levels, without a limit. */
    double largestDifferenceLevels(PictureDigest other) {
        if (isEmpty() || width != other.width || height != other.height) {
            return MAX_DIFFERENCE_LEVELS;
        }
        short[] mine = cells;
        short[] theirs = other.cells;
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(mine[i] - theirs[i]));
        }
        return (double) largest / LumaView.UNITS_PER_LEVEL;
    }

    /** Width, height, then two bytes a cell; an empty one is two zeros. */
    void save(DataOutput out) throws IOException {
        out.writeInt(width);
        out.writeInt(height);
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeShort(cells[i]);
        }
    }

    void restore(String detectorId, DataInput in) throws IOException {
        width = StateVersions.checkRange(detectorId, "width", in.readInt(), 0, 1 << 16);
        height = StateVersions.checkRange(detectorId, "height", in.readInt(), 0, 1 << 16);
        count = StateVersions.checkRange(detectorId, "cells", in.readInt(), 0, MAX_CELLS);
        if (cells.length < count) {
            cells = new short[count];
        }
        for (int i = 0; i < count; i++) {
            cells[i] = in.readShort();
        }
    }
}
