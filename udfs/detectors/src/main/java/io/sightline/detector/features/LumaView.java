package io.sightline.detector.features;

/**
 * The luma of one picture, reduced to the means of cells of {@value #CELL_SIZE} by {@value
 * #CELL_SIZE} samples. Every sample of the picture counts exactly once; cells at the right and
 * bottom edges are smaller where the size is not a multiple.
 *
 * <p>Values are the same whatever the bit depth, shift and range of the picture: units of 1/{@value
 * #UNITS_PER_LEVEL} of an 8-bit limited-range level, so that nominal black is {@link #BLACK_UNITS}
 * and nominal white {@link #WHITE_UNITS}. Values below black and above white are kept.
 *
 * <p>Ownership: borrowed until the frame it came from is given back; the array is reused.
 */
public final class LumaView {

    /** Width and height of a whole cell in samples: one 64-bit word of 8-bit samples a row. */
    public static final int CELL_SIZE = 8;

    /**
     * Units in one 8-bit level. A fraction of a level tells a repeated picture from a living one,
     * and 7 bits of it fit a short beside the 8 of the level.
     */
    public static final int UNITS_PER_LEVEL = 128;

    public static final int BLACK_UNITS = 16 * UNITS_PER_LEVEL;
    public static final int WHITE_UNITS = 235 * UNITS_PER_LEVEL;

    private int width;
    private int height;
    private int columns;
    private int rows;
    private short[] cells = new short[0];

    LumaView() {}

    void resize(int width, int height) {
        if (width == this.width && height == this.height) {
            return;
        }
        this.width = width;
        this.height = height;
        columns = (width + CELL_SIZE - 1) / CELL_SIZE;
        rows = (height + CELL_SIZE - 1) / CELL_SIZE;
        if (cells.length < columns * rows) {
            cells = new short[columns * rows];
        }
    }

    /** Width of the picture in samples. */
    public int width() {
        return width;
    }

    /** Height of the picture in samples. */
    public int height() {
        return height;
    }

    /** Cells in a row. */
    public int columns() {
        return columns;
    }

    /** Rows of cells. */
    public int rows() {
        return rows;
    }

    /** Width in samples of the cells in this column. */
    public int cellWidth(int column) {
        return Math.min(CELL_SIZE, width - column * CELL_SIZE);
    }

    /** Height in samples of the cells in this row. */
    public int cellHeight(int row) {
        return Math.min(CELL_SIZE, height - row * CELL_SIZE);
    }

    /**
     * The means of the cells in units, row by row: valid from index 0 to {@link #columns()} times
     * {@link #rows()}, never negative.
     */
    public short[] cells() {
        return cells;
    }
}
