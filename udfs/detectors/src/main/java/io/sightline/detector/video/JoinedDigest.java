package io.sightline.detector.video;

import io.sightline.detector.features.JoinedCells;
import io.sightline.detector.features.LumaView;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;

/** The joined cells of one picture, kept for comparison with another: 4 kB at most. Reused. */
final class JoinedDigest {

    private int width; // of the picture in samples; 0 while empty
    private int height;
    private int count;
    private final short[] cells = new short[JoinedCells.MAX_CELLS];

    boolean isEmpty() {
        return width == 0;
    }

    boolean isOfSize(JoinedCells picture) {
        return width == picture.width() && height == picture.height();
    }

    void set(JoinedCells picture) {
        width = picture.width();
        height = picture.height();
        count = picture.count();
        System.arraycopy(picture.cells(), 0, cells, 0, count);
    }

    void clear() {
        width = 0;
        height = 0;
        count = 0;
    }

    /** The mean absolute difference of a cell to a picture of the same size, in 8-bit levels. */
    double meanDifferenceLevels(JoinedCells picture) {
        short[] mine = cells;
        short[] theirs = picture.cells();
        int sum = 0; // 2048 times 2^15 at most
        for (int i = 0; i < count; i++) {
            sum += Math.abs(mine[i] - theirs[i]);
        }
        return (double) sum / count / LumaView.UNITS_PER_LEVEL;
    }

    /** The share of cells that differ by more than so much. */
    double changedShare(JoinedCells picture, double levels) {
        short[] mine = cells;
        short[] theirs = picture.cells();
        int limit = (int) (levels * LumaView.UNITS_PER_LEVEL);
        int changed = 0;
        for (int i = 0; i < count; i++) {
            changed += Math.abs(mine[i] - theirs[i]) > limit ? 1 : 0;
        }
        return (double) changed / count;
    }

    /** Marks the cells that differ by more than so much. */
    void markChanged(JoinedCells picture, double levels, BitSet changed) {
        short[] theirs = picture.cells();
        int limit = (int) (levels * LumaView.UNITS_PER_LEVEL);
        for (int i = 0; i < count; i++) {
            if (Math.abs(cells[i] - theirs[i]) > limit) {
                changed.set(i);
            }
        }
    }

    /** Width, height, count, then two bytes a cell; an empty one is three zeros. */
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
        count =
                StateVersions.checkRange(
                        detectorId, "cells", in.readInt(), 0, JoinedCells.MAX_CELLS);
        for (int i = 0; i < count; i++) {
            cells[i] = in.readShort();
        }
    }
}
