package io.sightline.detector.features;

/**
 * A picture reduced further: the means of squares of cells, at most {@value #MAX_CELLS} of them,
 * for what looks at large areas of every picture. One cell is 8 by 8 samples up to 360 lines, 32 by
 * 32 in 1080p; those at the right and bottom edges are of the fewer cells that there are.
 *
 * <p>Ownership: borrowed until the frame it came from is given back; the arrays are reused.
 * Allocates only when the picture size changes.
 */
public final class JoinedCells {

    /** A twentieth of a percent of the area each, and few enough to be kept in a state. */
    public static final int MAX_CELLS = 2048;

    private static final int SIDE_OF_FULL_HD = 4;

    private int width; // of the picture in samples
    private int height;
    private int sourceColumns;
    private int sourceRows;
    private int side; // cells joined in each direction, a power of two
    private int columns;
    private int rows;
    private short[] cells = new short[0];
    private int[] bandSums = new int[0]; // of one row of joined cells, by column of the source

    JoinedCells() {}

    void compute(LumaView size, short[] source) {
        resize(size);
        if (side == 1) {
            System.arraycopy(source, 0, cells, 0, columns * rows);
            return;
        }
        int out = 0;
        for (int top = 0; top < sourceRows; top += side) {
            int bottom = Math.min(top + side, sourceRows);
            int whole = bottom - top == side ? sourceColumns / side : 0;
            if (side == SIDE_OF_FULL_HD && whole == columns) {
                joinFours(source, top * sourceColumns, out);
                out += columns;
                continue;
            }
            sumBand(source, top, bottom);
            int shift = 2 * Integer.numberOfTrailingZeros(side);
            for (int column = 0; column < whole; column++) {
                cells[out++] = (short) (sumOf(column * side, (column + 1) * side) >> shift);
            }
            for (int column = whole; column < columns; column++) {
                int left = column * side;
                int right = Math.min(left + side, sourceColumns);
                int count = (right - left) * (bottom - top);
                cells[out++] = (short) (sumOf(left, right) / count);
            }
        }
    }

    /** The same for the size of nearly all pictures that are large, in half the time. */
    private void joinFours(short[] source, int at, int out) {
        for (int i = 0; i < columns; i++) {
            int sum = 0;
            for (int y = 0; y < SIDE_OF_FULL_HD; y++) {
                int line = at + y * sourceColumns + SIDE_OF_FULL_HD * i;
                sum += source[line] + source[line + 1] + source[line + 2] + source[line + 3];
            }
            cells[out + i] = (short) (sum >> 4);
        }
    }

    private void sumBand(short[] source, int top, int bottom) {
        int[] sums = bandSums;
        int width = sourceColumns;
        int first = top * width;
        for (int i = 0; i < width; i++) {
            sums[i] = source[first + i];
        }
        for (int y = top + 1; y < bottom; y++) {
            int line = y * width;
            for (int i = 0; i < width; i++) {
                sums[i] += source[line + i];
            }
        }
    }

    private int sumOf(int left, int right) {
        int sum = 0;
        for (int i = left; i < right; i++) {
            sum += bandSums[i];
        }
        return sum;
    }

    private void resize(LumaView size) {
        if (size.width() == width && size.height() == height) {
            return;
        }
        width = size.width();
        height = size.height();
        sourceColumns = size.columns();
        sourceRows = size.rows();
        side = 1;
        while (joined(sourceColumns, side) * joined(sourceRows, side) > MAX_CELLS) {
            side *= 2;
        }
        columns = (int) joined(sourceColumns, side);
        rows = (int) joined(sourceRows, side);
        cells = new short[columns * rows];
        bandSums = new int[sourceColumns];
    }

    private static long joined(int cells, int side) {
        return ((long) cells + side - 1) / side;
    }

    /** Width of the picture in samples. */
    public int width() {
        return width;
    }

    /** Height of the picture in samples. */
    public int height() {
        return height;
    }

    /** Joined cells in a row. */
    public int columns() {
        return columns;
    }

    /** Rows of joined cells. */
    public int rows() {
        return rows;
    }

    /** How many there are. */
    public int count() {
        return columns * rows;
    }

    /** The samples that a joined cell of this column is wide. */
    public int cellWidth(int column) {
        int whole = side * LumaView.CELL_SIZE;
        return Math.min(whole, width - column * whole);
    }

    /** The samples that a joined cell of this row is high. */
    public int cellHeight(int row) {
        int whole = side * LumaView.CELL_SIZE;
        return Math.min(whole, height - row * whole);
    }

    /** The means in the units of what was joined, row by row. */
    public short[] cells() {
        return cells;
    }
}
