package io.sightline.detector.video;

import io.sightline.detector.api.Transfer;
import io.sightline.detector.features.JoinedCells;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Follows the light of each joined cell from turning point to turning point, and tells what share
 * of the picture rises or falls by half a flash with each picture.
 */
final class FlashField {

    private static final byte UNKNOWN = 0;
    private static final byte RISING = 1;
    private static final byte FALLING = 2;

    private final short[] extremes = new short[JoinedCells.MAX_CELLS]; // the last, in steps of luma
    private final byte[] directions = new byte[JoinedCells.MAX_CELLS];
    private int width; // of the picture in samples, 0 while nothing is known
    private int height;
    private int count;
    private double risenShare;
    private double fallenShare;

    boolean isOfSize(JoinedCells luma) {
        return luma.width() == width && luma.height() == height;
    }

    void begin(JoinedCells luma) {
        width = luma.width();
        height = luma.height();
        count = luma.count();
        Arrays.fill(directions, UNKNOWN);
        for (int i = 0; i < count; i++) {
            extremes[i] = (short) FlashLuminance.stepOf(luma.cells()[i]);
        }
    }

    void clear() {
        width = 0;
        height = 0;
        count = 0;
    }

    void follow(JoinedCells luma, Transfer transfer) {
        FlashLuminance light = FlashLuminance.of(transfer);
        short[] cells = luma.cells();
        int columns = luma.columns();
        long risen = 0;
        long fallen = 0;
        for (int row = 0; row < luma.rows(); row++) {
            int risenWidth = 0;
            int fallenWidth = 0;
            for (int column = 0; column < columns; column++) {
                int i = row * columns + column;
                int turn = turn(i, FlashLuminance.stepOf(cells[i]), light);
                if (turn == RISING) {
                    risenWidth += luma.cellWidth(column);
                } else if (turn == FALLING) {
                    fallenWidth += luma.cellWidth(column);
                }
            }
            risen += (long) risenWidth * luma.cellHeight(row);
            fallen += (long) fallenWidth * luma.cellHeight(row);
        }
        double area = (double) width * height;
        risenShare = risen / area;
        fallenShare = fallen / area;
    }

    /** What this cell has turned to by half a flash, with this picture; UNKNOWN: nothing. */
    private int turn(int i, int step, FlashLuminance light) {
        int extreme = extremes[i];
        byte direction = directions[i];
        if (direction != RISING && light.isRise(extreme, step)) {
            extremes[i] = (short) step;
            directions[i] = RISING;
            return RISING;
        }
        if (direction != FALLING && light.isFall(extreme, step)) {
            extremes[i] = (short) step;
            directions[i] = FALLING;
            return FALLING;
        }
        if (direction == RISING ? step > extreme : direction == FALLING && step < extreme) {
            extremes[i] = (short) step;
        }
        return UNKNOWN;
    }

    /** The share of the area that rose with the last picture. */
    double risenShare() {
        return risenShare;
    }

    double fallenShare() {
        return fallenShare;
    }

    /** Size and count, then three bytes a cell. */
    void save(DataOutput out) throws IOException {
        out.writeInt(width);
        out.writeInt(height);
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeShort(extremes[i]);
            out.writeByte(directions[i]);
        }
    }

    void restore(String detectorId, DataInput in) throws IOException {
        width = StateVersions.checkRange(detectorId, "width", in.readInt(), 0, 1 << 16);
        height = StateVersions.checkRange(detectorId, "height", in.readInt(), 0, 1 << 16);
        count =
                StateVersions.checkRange(
                        detectorId, "cells", in.readInt(), 0, JoinedCells.MAX_CELLS);
        for (int i = 0; i < count; i++) {
            extremes[i] =
                    (short)
                            StateVersions.checkRange(
                                    detectorId,
                                    "luma",
                                    in.readShort(),
                                    0,
                                    FlashLuminance.STEPS - 1);
            directions[i] = in.readByte();
        }
    }
}
