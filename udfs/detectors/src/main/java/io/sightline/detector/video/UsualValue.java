package io.sightline.detector.video;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** What a value usually is in this material, by those that were learnt last. Allocates nothing. */
final class UsualValue {

    private final float[] learnt; // a ring
    private final float[] sorted;
    private int count;
    private int next;

    UsualValue(int most) {
        learnt = new float[most];
        sorted = new float[most];
    }

    boolean isKnown() {
        return count > 0;
    }

    int count() {
        return count;
    }

    void learn(double value) {
        learnt[next] = (float) value;
        next = (next + 1) % learnt.length;
        count = Math.min(count + 1, learnt.length);
    }

    /** The median, the lower of two; only when {@link #isKnown()}. */
    double median() {
        System.arraycopy(learnt, 0, sorted, 0, count);
        Arrays.sort(sorted, 0, count);
        return sorted[(count - 1) / 2];
    }

    /** The largest; only when {@link #isKnown()}. */
    double most() {
        float most = learnt[0];
        for (int i = 1; i < count; i++) {
            most = Math.max(most, learnt[i]);
        }
        return most;
    }

    void forget() {
        count = 0;
        next = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeByte(count);
        out.writeByte(next);
        for (int i = 0; i < count; i++) {
            out.writeFloat(learnt[i]);
        }
    }

    void restore(String detectorId, DataInput in) throws IOException {
        count =
                StateVersions.checkRange(
                        detectorId, "count", in.readUnsignedByte(), 0, learnt.length);
        next =
                StateVersions.checkRange(
                        detectorId, "next", in.readUnsignedByte(), 0, learnt.length - 1);
        for (int i = 0; i < count; i++) {
            learnt[i] = in.readFloat();
        }
    }
}
