package io.sightline.model;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import java.util.Arrays;

/**
 * Scales luma to a fixed size by areas: each value is the mean of the rectangle of the picture that
 * it covers, samples at its edges counted by the part that lies within; the shape of the picture is
 * not kept. 0 is nominal black and 1 nominal white, and nothing is beyond.
 *
 * <p>Whole rows are summed before anything is scaled across. Sums are exact: a sample is cut into
 * {@code width} parts across and a row into {@code height} parts down, of which every value of the
 * target has a whole number.
 *
 * <p>One for each thread; arrays are reused.
 */
final class AreaScaler {

    private final int width;
    private final int height;
    private final int[] samples; // whole ones left of each column of the target
    private final int[] parts; // of the sample that is cut there
    private final RowSums rows = new RowSums();
    private final long[] line; // one row of the target
    private final long[] across; // rows of the picture, scaled across
    private final long[] cut; // likewise, a row of which this line has a part
    private int cutRow;
    private int columns;

    AreaScaler(int width, int height) {
        this.width = width;
        this.height = height;
        samples = new int[width + 1];
        parts = new int[width + 1];
        line = new long[width];
        across = new long[width];
        cut = new long[width];
    }

    /**
     * Scales the luma of a picture.
     *
     * @param target takes {@code width * height} values, row by row
     */
    void scale(VideoFrame frame, float[] target) {
        place(frame.width());
        cutRow = -1;
        for (int y = 0; y < height; y++) {
            Arrays.fill(line, 0);
            addRows(frame, (long) y * frame.height(), (y + 1L) * frame.height());
            normalise(frame, target, y * width);
        }
    }

    private void place(int ofColumns) {
        if (columns == ofColumns) {
            return;
        }
        columns = ofColumns;
        for (int x = 0; x <= width; x++) {
            long at = (long) x * columns;
            samples[x] = (int) (at / width);
            parts[x] = (int) (at % width);
        }
    }

    /** Adds what a line covers: from and up to a place, in parts of rows. */
    private void addRows(VideoFrame frame, long from, long to) {
        int firstWhole = (int) ((from + height - 1) / height);
        int end = (int) (to / height);
        for (int row = firstWhole; row < end; row += RowSums.MOST_ROWS) {
            scaleAcross(frame, row, Math.min(end, row + RowSums.MOST_ROWS), across);
            add(across, height);
        }
        if (from % height != 0) {
            addCut(frame, firstWhole - 1, Math.min(to, (long) firstWhole * height) - from);
        }
        if (to % height != 0 && firstWhole <= end) {
            addCut(frame, end, to % height);
        }
    }

    /** A row that is cut lies in several lines, and is scaled for the first of them. */
    private void addCut(VideoFrame frame, int row, long part) {
        if (cutRow != row) {
            scaleAcross(frame, row, row + 1, cut);
            cutRow = row;
        }
        add(cut, part);
    }

    private void scaleAcross(VideoFrame frame, int fromRow, int toRow, long[] into) {
        long[] upTo = rows.sum(frame, fromRow, toRow);
        long before = 0;
        for (int x = 0; x < width; x++) {
            int whole = samples[x + 1];
            long sample = upTo[whole + 1] - upTo[whole];
            long upToHere = upTo[whole] * width + sample * parts[x + 1];
            into[x] = upToHere - before;
            before = upToHere;
        }
    }

    private void add(long[] values, long part) {
        for (int x = 0; x < width; x++) {
            line[x] += values[x] * part;
        }
    }

    private void normalise(VideoFrame frame, float[] target, int at) {
        LumaFormat format = frame.lumaFormat();
        long all = (long) columns * frame.height(); // parts of samples in each value
        long black = format.blackCode() * all;
        long range = format.whiteCode() * all - black;
        double scale = 1.0 / range;
        for (int x = 0; x < width; x++) {
            target[at + x] = (float) (Math.max(0, Math.min(range, line[x] - black)) * scale);
        }
    }
}
