package io.sightline.flow;

import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Which tier was in force from which entry point on, as far back as a restart may reach: what is
 * shown again is decoded as it was the first time. Thread: the task's.
 */
final class TierHistory {

    /** More changes than pre-roll can hold: it reaches back a group of pictures or two. */
    private static final int REMEMBERED = 8;

    private final long[] fromMicros = new long[REMEMBERED]; // ascending
    private final DecodeTier[] tiers = new DecodeTier[REMEMBERED];
    private int size;
    private long decidedMicros = TimeBase.NO_TIME; // the last entry point that was decided

    /** Whether this entry point was decided before. */
    boolean knows(long entryMicros) {
        return size > 0 && entryMicros <= decidedMicros;
    }

    /** The tier from an entry point on that is known. */
    DecodeTier at(long entryMicros) {
        int index = size - 1;
        while (index > 0 && fromMicros[index] > entryMicros) {
            index--;
        }
        return tiers[index];
    }

    /** Decides, or decides otherwise, for the newest entry point. */
    void decide(long entryMicros, DecodeTier tier) {
        decidedMicros = Math.max(decidedMicros, entryMicros);
        if (size > 0 && tiers[size - 1] == tier) {
            return;
        }
        if (size == REMEMBERED) {
            System.arraycopy(fromMicros, 1, fromMicros, 0, size - 1);
            System.arraycopy(tiers, 1, tiers, 0, size - 1);
            size--;
        }
        fromMicros[size] = entryMicros;
        tiers[size] = tier;
        size++;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(decidedMicros);
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(fromMicros[i]);
            out.writeUTF(tiers[i].name());
        }
    }

    void restore(DataInput in) throws IOException {
        decidedMicros = in.readLong();
        size = in.readByte();
        for (int i = 0; i < size; i++) {
            fromMicros[i] = in.readLong();
            tiers[i] = DecodeTier.valueOf(in.readUTF());
        }
    }
}
