package io.sightline.detect;

import io.sightline.detector.model.TimeBase;
import io.sightline.policy.Level;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * When one metric was bad, by the level of its rule, as far as nobody has asked yet. Thread: the
 * task's. Allocates nothing later.
 */
final class BadStretches {

    private static final int MOST_CHANGES = 64;

    private final Level level;
    private final long[] changes = new long[MOST_CHANGES]; // where it turns, not yet passed
    private int count;
    private boolean wasBad; // before the first of them
    private long knownMicros = TimeBase.NO_TIME;

    BadStretches(Level level) {
        this.level = level;
    }

    /**
     * The metric has this value from an instant on, which may lie before that of the last value.
     *
     * @param passedMicros what lies before this was asked for already
     */
    void sample(double value, long mediaMicros, long passedMicros) {
        if (Double.isNaN(value)) {
            return;
        }
        long fromMicros = Math.max(mediaMicros, passedMicros);
        while (count > 0 && changes[count - 1] > fromMicros) {
            count--; // that was taken for granted
        }
        boolean isBad = isBadAtEnd();
        if (level.isBad(value, isBad) != isBad) {
            if (count == MOST_CHANGES) {
                count -= 2; // it trembles: the last stretch is passed over
            }
            changes[count++] = fromMicros;
        }
        knownMicros = Math.max(knownMicros, mediaMicros);
    }

    /** Whether it is bad by the last value. */
    boolean isBadAtEnd() {
        return wasBad ^ (count & 1) == 1;
    }

    /** Whether it is bad before the next change. */
    boolean isBadNow() {
        return wasBad;
    }

    long knownMicros() {
        return knownMicros;
    }

    /** The next change, or the end of time. */
    long nextChangeMicros() {
        return count == 0 ? Long.MAX_VALUE : changes[0];
    }

    /** Goes on behind the next change. */
    void passChange() {
        wasBad = !wasBad;
        System.arraycopy(changes, 1, changes, 0, --count);
    }

    void forget() {
        count = 0;
        wasBad = false;
        knownMicros = TimeBase.NO_TIME;
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(wasBad);
        out.writeLong(knownMicros);
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeLong(changes[i]);
        }
    }

    void restore(DataInput in) throws IOException {
        wasBad = in.readBoolean();
        knownMicros = in.readLong();
        count = in.readInt();
        if (count < 0 || count > MOST_CHANGES) {
            throw new IOException(count + " changes, at most " + MOST_CHANGES + " are kept");
        }
        for (int i = 0; i < count; i++) {
            changes[i] = in.readLong();
        }
    }
}
