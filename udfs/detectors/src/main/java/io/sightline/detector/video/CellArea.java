package io.sightline.detector.video;

import io.sightline.detector.features.LumaView;

/**
 * A rectangle of whole cells, and which of it lies in the corners where logos are. Reused.
 *
 * <p>Channel logos, clocks and ratings stand in a corner, each under a fiftieth of the picture;
 * text that is there to be read does not.
 */
final class CellArea {

    /** A corner is this share of the width wide and of the height high. */
    private static final double CORNER = 0.25;

    int left;
    int top;
    int right; // the first column and row beyond it
    int bottom;

    /** The whole picture. */
    void setWhole(LumaView luma) {
        left = 0;
        top = 0;
        right = luma.columns();
        bottom = luma.rows();
    }

    /**
     * The picture without the rows and columns at its edges in which every cell is black, and
     * without the next, which may be cut in two by the border.
     */
    void setWithoutBlackEdges(LumaView luma, int blackUnits) {
        setWhole(luma);
        short[] cells = luma.cells();
        int stride = luma.columns();
        while (top < bottom && isBlack(cells, top * stride, 1, stride, blackUnits)) {
            top++;
        }
        while (bottom > top && isBlack(cells, (bottom - 1) * stride, 1, stride, blackUnits)) {
            bottom--;
        }
        int rows = bottom - top;
        int first = top * stride;
        while (left < right && isBlack(cells, first + left, stride, rows, blackUnits)) {
            left++;
        }
        while (right > left && isBlack(cells, first + right - 1, stride, rows, blackUnits)) {
            right--;
        }
        top += top > 0 ? 1 : 0;
        bottom -= bottom < luma.rows() ? 1 : 0;
        left += left > 0 ? 1 : 0;
        right -= right < luma.columns() ? 1 : 0;
    }

    private static boolean isBlack(short[] cells, int at, int step, int count, int blackUnits) {
        for (int i = 0; i < count; i++) {
            if (cells[at + i * step] > blackUnits) {
                return false;
            }
        }
        return true;
    }

    int columns() {
        return right - left;
    }

    int rows() {
        return bottom - top;
    }

    boolean isEmpty() {
        return left >= right || top >= bottom;
    }

    /** Whether a cell lies in one of the corners where logos are: all but the bottom left. */
    boolean isInLogoCorner(int column, int row) {
        boolean isLeft = column - left < columns() * CORNER;
        boolean isRight = right - 1 - column < columns() * CORNER;
        boolean isTop = row - top < rows() * CORNER;
        boolean isBottom = bottom - 1 - row < rows() * CORNER;
        return (isTop && (isLeft || isRight)) || (isBottom && isRight);
    }
}
