package io.sightline.detector.video;

import io.sightline.detector.features.LumaView;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many whole rows and columns of cells at the edges of a picture are black bars, each pair as
 * far as it is known. Reused.
 *
 * <p>A side is known where all cells of its rows are black up to one beyond which, two rows on at
 * most, half of the cells are not: a border that is sharp and straight. Rows of the picture's own
 * dark content, a title on black and subtitles in a bar have no such border. Bars come in pairs of
 * about the same size: a single one is content, and one side that is lit to the edge has none.
 */
final class BarEdges {

    private static final int UNKNOWN = -1;

    /** Bars below this share of the height or width are what cropping leaves over. */
    private static final double LEAST_PAIR = 0.04;

    /** The smaller bar of a pair is at least this share of the larger. */
    private static final double LEAST_SYMMETRY = 0.6;

    /** As black as {@link BlackSettings} has it. */
    private static final int BLACK_UNITS = 24 * LumaView.UNITS_PER_LEVEL;

    /** Clearly not black: a border of the picture, not of its noise. */
    private static final int LIT_UNITS = 32 * LumaView.UNITS_PER_LEVEL;

    private static final double LIT_SHARE = 0.5;

    /** Rows of cells that a border may take: it may cut one in two, and coding smears it. */
    private static final int BORDER_CELLS = 2;

    private int top = UNKNOWN;
    private int bottom = UNKNOWN;
    private int left = UNKNOWN;
    private int right = UNKNOWN;
    private int one; // of the pair at hand
    private int other;
    private int blackOfPair; // of the pair at hand, whether or not they are bars
    private double shownArea;

    void clear() {
        top = UNKNOWN;
        bottom = UNKNOWN;
        left = UNKNOWN;
        right = UNKNOWN;
    }

    void set(BarEdges other) {
        top = other.top;
        bottom = other.bottom;
        left = other.left;
        right = other.right;
    }

    void look(LumaView luma) {
        int columns = luma.columns();
        int rows = luma.rows();
        short[] cells = luma.cells();
        lookAtPair(cells, 0, (rows - 1) * columns, columns, rows, 1, columns);
        top = one;
        bottom = other;
        double shownHeight = 1 - (double) blackOfPair / rows;
        int first = Math.max(top, 0); // bars above and below would hide what is between
        int count = rows - first - Math.max(bottom, 0);
        int start = first * columns;
        lookAtPair(cells, start, start + columns - 1, 1, columns, columns, count);
        left = one;
        right = other;
        shownArea = shownHeight * (1 - (double) blackOfPair / columns);
    }

    /**
     * The share of the picture last looked at that no black rows or columns at its edges take: the
     * active area is at least that, however dark the picture.
     */
    double shownArea() {
        return shownArea;
    }

    /**
     * Finds a pair of bars. A border that is seen on one side tells of the other too, if it is as
     * black: what is beside it there may be dark.
     *
     * @param oneEdge index of the first cell at one edge
     * @param otherEdge at the other
     * @param step from a row (or column) to the next, away from the one edge
     * @param along from a cell of a row to the next
     */
    private void lookAtPair(
            short[] cells, int oneEdge, int otherEdge, int step, int rows, int along, int count) {
        int oneBlack = blackRows(cells, oneEdge, step, rows, along, count);
        int otherBlack = blackRows(cells, otherEdge, -step, rows, along, count);
        blackOfPair = oneBlack + otherBlack;
        boolean isOneSharp = isSharp(cells, oneEdge, step, rows, oneBlack, along, count);
        boolean isOtherSharp = isSharp(cells, otherEdge, -step, rows, otherBlack, along, count);
        one = isOneSharp ? oneBlack : isOtherSharp ? Math.min(oneBlack, otherBlack) : UNKNOWN;
        other = isOtherSharp ? otherBlack : isOneSharp ? Math.min(oneBlack, otherBlack) : UNKNOWN;
        if (one != UNKNOWN && !isPair(rows)) {
            boolean isNone =
                    (isOneSharp && isOtherSharp) || Math.max(one, other) < LEAST_PAIR * rows;
            one = isNone ? 0 : UNKNOWN;
            other = one;
        }
    }

    private boolean isPair(int rows) {
        return one + other >= LEAST_PAIR * rows
                && Math.min(one, other) >= LEAST_SYMMETRY * Math.max(one, other) - 1;
    }

    /**
     * A lit line at the very edge, as signals of a line beside the picture leave, is no picture.
     */
    private static int blackRows(short[] cells, int at, int step, int rows, int along, int count) {
        boolean isEdgeLit =
                rows > 2
                        && !isBlack(cells, at, along, count)
                        && isBlack(cells, at + step, along, count);
        int bar = isEdgeLit ? 1 : 0;
        while (bar < rows / 2 && isBlack(cells, at + bar * step, along, count)) {
            bar++;
        }
        return bar;
    }

    private static boolean isSharp(
            short[] cells, int at, int step, int rows, int bar, int along, int count) {
        for (int row = bar; row < Math.min(bar + BORDER_CELLS, rows); row++) {
            if (isLit(cells, at + row * step, along, count)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlack(short[] cells, int at, int along, int count) {
        for (int i = 0; i < count; i++) {
            if (cells[at + i * along] > BLACK_UNITS) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLit(short[] cells, int at, int along, int count) {
        int lit = 0;
        for (int i = 0; i < count; i++) {
            lit += cells[at + i * along] >= LIT_UNITS ? 1 : 0;
        }
        return lit >= LIT_SHARE * count;
    }

    /** A pair that cannot be told is as it was. */
    void keepUnknown(BarEdges before) {
        if (top == UNKNOWN || bottom == UNKNOWN) {
            top = before.top;
            bottom = before.bottom;
        }
        if (left == UNKNOWN || right == UNKNOWN) {
            left = before.left;
            right = before.right;
        }
    }

    boolean isKnown() {
        return top != UNKNOWN && bottom != UNKNOWN && left != UNKNOWN && right != UNKNOWN;
    }

    boolean isAlike(BarEdges other, int cells) {
        return other.isKnown()
                && (top + bottom == 0) == (other.top + other.bottom == 0)
                && (left + right == 0) == (other.left + other.right == 0)
                && Math.abs(top - other.top) <= cells
                && Math.abs(bottom - other.bottom) <= cells
                && Math.abs(left - other.left) <= cells
                && Math.abs(right - other.right) <= cells;
    }

    double heightShare(int heightSamples) {
        return Math.min(1, (double) (top + bottom) * LumaView.CELL_SIZE / heightSamples);
    }

    double widthShare(int widthSamples) {
        return Math.min(1, (double) (left + right) * LumaView.CELL_SIZE / widthSamples);
    }

    /** Top, bottom, left, right in cells. */
    void save(DataOutput out) throws IOException {
        out.writeInt(top);
        out.writeInt(bottom);
        out.writeInt(left);
        out.writeInt(right);
    }

    void restore(DataInput in) throws IOException {
        top = in.readInt();
        bottom = in.readInt();
        left = in.readInt();
        right = in.readInt();
    }
}
