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

    /** Weight of the newest group: a memory of about eight. */
    private static final double NEWEST_WEIGHT = 0.125;

    private double usualBytes; // for a picture between key frames, 0 while nothing is known
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
            isTiny = mean < TINY_RATIO * usualBytes;
            usualBytes += (mean - usualBytes) * (usualBytes == 0 ? 1 : NEWEST_WEIGHT);
        }
        bytes = 0;
        pictures = 0;
        return isTiny;
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(usualBytes);
        out.writeLong(bytes);
        out.writeInt(pictures);
    }

    void restore(DataInput in) throws IOException {
        usualBytes = in.readDouble();
        bytes = in.readLong();
        pictures = in.readInt();
    }
}
