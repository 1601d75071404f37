package io.sightline.detector.video;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The last counts of something and their instants. */
final class RecentCounts {

    static final int MOST = 32; // in half a second: every other picture of 120 a second

    private final long[] micros = new long[MOST]; // a ring
    private final int[] counts = new int[MOST];
    private int size;
    private int next;

    void clear() {
        size = 0;
        next = 0;
    }

    void add(long atMicros, int count) {
        micros[next] = atMicros;
        counts[next] = count;
        next = (next + 1) % MOST;
        size = Math.min(size + 1, MOST);
    }

    /** The sum of those after an instant. */
    long sumSince(long afterMicros) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += micros[i] > afterMicros ? counts[i] : 0;
        }
        return sum;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeInt(next);
        for (int i = 0; i < size; i++) {
            out.writeLong(micros[i]);
            out.writeInt(counts[i]);
        }
    }

    void restore(String detectorId, DataInput in) throws IOException {
        size = StateVersions.checkRange(detectorId, "counts", in.readInt(), 0, MOST);
        next = StateVersions.checkRange(detectorId, "next count", in.readInt(), 0, MOST - 1);
        for (int i = 0; i < size; i++) {
            micros[i] = in.readLong();
            counts[i] = in.readInt();
        }
    }
}
