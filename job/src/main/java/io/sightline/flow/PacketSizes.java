package io.sightline.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Sizes of the compressed pictures between key frames, as a hint at what cannot be seen while only
 * key frames are decoded: a picture that stands still is coded as next to nothing.
 *
 * <p>Thread: the task's. Allocates nothing.
 */
final class PacketSizes {

    /** Below this share of what pictures usually take, they hardly change. */
    private static final double TINY_RATIO = 0.25;

    /** With fewer pictures between key frames nothing can be said. */
    private static final int LEAST_PICTURES = 5;

    /** An encoder that starts spends more, or less, than it will. */
    private static final int LEAST_GROUPS = 4;

    /** Weight of the newest group: a memory of about eight. */
    private static final double NEWEST_WEIGHT = 0.125;

    private double usualBytes; // for a picture between key frames, 0 while nothing is known
    private int groups; // that were weighed, up to a few
    private long bytes; // since the last key frame
    private int pictures;

    /** A picture between key frames. */
    void between(int sizeBytes) {
        bytes += sizeBytes;
        pictures++;
    }

    /** A key frame: says whether the pictures since the one before were tiny. */
    boolean keyFrame() {
        boolean isTiny = false;
        if (pictures >= LEAST_PICTURES) {
            double mean = (double) bytes / pictures;
            isTiny = groups >= LEAST_GROUPS && mean < TINY_RATIO * usualBytes;
            groups = Math.min(groups + 1, 2 * LEAST_GROUPS);
            usualBytes += (mean - usualBytes) * Math.max(NEWEST_WEIGHT, 1.0 / groups);
        }
        bytes = 0;
        pictures = 0;
        return isTiny;
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(usualBytes);
        out.writeInt(groups);
        out.writeLong(bytes);
        out.writeInt(pictures);
    }

    void restore(DataInput in) throws IOException {
        usualBytes = in.readDouble();
        groups = in.readInt();
        bytes = in.readLong();
        pictures = in.readInt();
    }
}
