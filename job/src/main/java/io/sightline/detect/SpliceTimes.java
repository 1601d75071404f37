package io.sightline.detect;

import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** When programmes are spliced, as announced: the latest few. Thread: the task's. */
final class SpliceTimes {

    private static final int KEPT = 32;

    private final long[] micros = new long[KEPT]; // a ring, media time
    private int next;

    SpliceTimes() {
        Arrays.fill(micros, TimeBase.NO_TIME);
    }

    void add(long mediaMicros) {
        micros[next] = mediaMicros;
        next = (next + 1) % KEPT;
    }

    /** Whether a splice is at most {@code withinMicros} before or after an instant. */
    boolean isNear(long mediaMicros, long withinMicros) {
        for (long at : micros) {
            if (at != TimeBase.NO_TIME && Math.abs(mediaMicros - at) <= withinMicros) {
                return true;
            }
        }
        return false;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(next);
        for (long at : micros) {
            out.writeLong(at);
        }
    }

    void restore(DataInput in) throws IOException {
        next = Math.floorMod(in.readInt(), KEPT);
        for (int i = 0; i < KEPT; i++) {
            micros[i] = in.readLong();
        }
    }
}
