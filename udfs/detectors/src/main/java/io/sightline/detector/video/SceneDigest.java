package io.sightline.detector.video;

import io.sightline.detector.features.LumaView;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Some hundred areas of a picture by their means, to tell a new scene. Allocates nothing. */
final class SceneDigest {

    private static final int COLUMNS = 12;
    private static final int ROWS = 8;
    private static final int CHANGED_LEVELS = 12;

    private final byte[] levels = new byte[COLUMNS * ROWS];
    private boolean known;

    /** The share of areas that changed since the last one taken; 0 for the first. */
    double changedSinceLast(LumaView luma) {
        short[] cells = luma.cells();
        int changed = 0;
        for (int row = 0; row < ROWS; row++) {
            int top = row * luma.rows() / ROWS;
            int bottom = Math.max(top + 1, (row + 1) * luma.rows() / ROWS);
            for (int column = 0; column < COLUMNS; column++) {
                int left = column * luma.columns() / COLUMNS;
                int right = Math.max(left + 1, (column + 1) * luma.columns() / COLUMNS);
                long sum = 0;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += cells[y * luma.columns() + x];
                    }
                }
                int area = (bottom - top) * (right - left) * LumaView.UNITS_PER_LEVEL;
                int level = (int) (sum / area);
                int at = row * COLUMNS + column;
                changed += Math.abs(level - (levels[at] & 0xff)) > CHANGED_LEVELS ? 1 : 0;
                levels[at] = (byte) level;
            }
        }
        boolean hadLast = known;
        known = true;
        return hadLast ? changed / (double) levels.length : 0;
    }

    void forget() {
        known = false;
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(known);
        out.write(levels);
    }

    void restore(DataInput in) throws IOException {
        known = in.readBoolean();
        in.readFully(levels);
    }
}
