package io.sightline.detector.video;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the last looks of two seconds, four a second, showed. Chance does not come twice; what is
 * wrong stays or comes again. So the second most is told. Allocates nothing.
 */
final class RecentLooks {

    static final int MOST = 8;

    private final double[] values = new double[MOST]; // a ring
    private int next;

    void add(double value) {
        values[next] = value;
        next = (next + 1) % MOST;
    }

    /** The second largest; 0 before there are two. */
    double secondMost() {
        double most = 0;
        double second = 0;
        for (double value : values) {
            second = Math.max(second, Math.min(most, value));
            most = Math.max(most, value);
        }
        return second;
    }

    void forget() {
        Arrays.fill(values, 0);
        next = 0;
    }

    void save(DataOutput out) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
        out.writeByte(next);
    }

    void restore(String detectorId, DataInput in) throws IOException {
        for (int i = 0; i < MOST; i++) {
            values[i] = in.readDouble();
        }
        next =
                StateVersions.checkRange(
                        detectorId, "next look", in.readUnsignedByte(), 0, MOST - 1);
    }
}
