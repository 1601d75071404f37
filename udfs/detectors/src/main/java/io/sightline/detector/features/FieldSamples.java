package io.sightline.detector.features;

import io.sightline.detector.api.VideoFrame;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A few samples of both fields of an interlaced picture: {@value #BANDS} bands of four rows, every
 * so many columns, as 8-bit levels. At most {@value #MOST} bytes.
 */
public final class FieldSamples {

    private static final int BANDS = 32;
    private static final int COLUMNS = 64;
    private static final int ROWS = 4; // two of either field
    private static final int MOST = BANDS * COLUMNS * ROWS;

    /** Less is noise and coding: it says nothing about time. */
    private static final int MOVED_LEVELS = 12;

    private final LevelRows levelRows = new LevelRows();
    private byte[] row = new byte[0];
    private final byte[] samples = new byte[MOST];
    private int width; // 0: nothing taken
    private int height;

    public void take(VideoFrame frame) {
        width = frame.width();
        height = frame.height();
        if (row.length < width) {
            row = new byte[width];
        }
        int at = 0;
        for (int band = 0; band < BANDS; band++) {
            int top = (int) ((long) band * (height - ROWS) / BANDS) & ~1;
            for (int y = top; y < top + ROWS; y++) {
                if (y < 0 || y >= height) {
                    Arrays.fill(samples, at, at + COLUMNS, (byte) 0);
                    at += COLUMNS;
                    continue;
                }
                levelRows.copy(frame, y, row, 0);
                for (int column = 0; column < COLUMNS; column++) {
                    samples[at++] = row[column * width / COLUMNS];
                }
            }
        }
    }

    public boolean isEmpty() {
        return width == 0;
    }

    public boolean isSameSize(VideoFrame frame) {
        return width == frame.width() && height == frame.height();
    }

    public void clear() {
        width = 0;
        height = 0;
    }

    /**
     * What moved since {@code before} says about the order of the fields, -1 to 1: positive when
     * the field of the top line comes first, 0 when nothing moved. The field that comes first is
     * nearer in time to the second one of the picture before than the other way round.
     */
    public double topFirst(FieldSamples before) {
        long topToBottom = 0; // this top field from the bottom field before
        long bottomToTop = 0;
        long moved = 0;
        for (int band = 0; band < BANDS; band++) {
            int at = band * ROWS * COLUMNS;
            for (int column = 0; column < COLUMNS; column++, at++) {
                int upperBottom = samples[at + COLUMNS] & 0xff;
                int lowerTop = samples[at + 2 * COLUMNS] & 0xff;
                int upperTopBefore = before.samples[at] & 0xff;
                int upperBottomBefore = before.samples[at + COLUMNS] & 0xff;
                int lowerTopBefore = before.samples[at + 2 * COLUMNS] & 0xff;
                int lowerBottomBefore = before.samples[at + 3 * COLUMNS] & 0xff;
                if (Math.abs(lowerTop - lowerTopBefore) < MOVED_LEVELS
                        && Math.abs(upperBottom - upperBottomBefore) < MOVED_LEVELS) {
                    continue;
                }
                moved++;
                // A line of one field lies between two of the other.
                topToBottom += Math.abs(2 * lowerTop - upperBottomBefore - lowerBottomBefore);
                bottomToTop += Math.abs(2 * upperBottom - upperTopBefore - lowerTopBefore);
            }
        }
        long both = topToBottom + bottomToTop;
        return both == 0 || moved < COLUMNS / 4 ? 0 : (bottomToTop - topToBottom) / (double) both;
    }

    /** At most {@value #MOST} bytes and the size. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(width);
        out.writeInt(height);
        if (!isEmpty()) {
            out.write(samples);
        }
    }

    public void restore(DataInput in) throws IOException {
        width = in.readInt();
        height = in.readInt();
        if (!isEmpty()) {
            in.readFully(samples);
        }
    }
}
