package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The loudness of the last 10 s against that of the 30 s before: means of the blocks above the
 * absolute gate of ITU-R BS.1770, of each second. Long enough that a sentence, a shot or a bar of
 * music is no jump, short enough to tell before an advertisement is over.
 *
 * <p>A jump is sudden, and steady before and after: the first three seconds and the seven that
 * follow are both louder, or both softer, than each third of what was before. What swells and fades
 * is none. The second before the jump, in which it may fall, counts for neither.
 */
final class LoudnessJump {

    private static final int SECONDS = 40;
    private static final int[] BEFORE_STARTS = {0, 10, 20, 29}; // the last one is the end
    private static final int[] AFTER_STARTS = {30, 33, 40};
    private static final int BLOCKS_PER_SECOND = 10;

    private final double[] powerSums = new double[SECONDS]; // ring, of the blocks above the gate
    private final int[] blocks = new int[SECONDS];
    private int next;
    private int filled;
    private double powerSum; // of the second under way
    private int blockCount;

    /** Takes the power of one block of 400 ms, ten in each second. */
    void add(double power) {
        if (Loudness.ofPower(power) > LoudnessHistogram.ABSOLUTE_GATE_LUFS) {
            powerSum += power;
            blockCount++;
        }
    }

    void endSecond() {
        powerSums[next] = powerSum;
        blocks[next] = blockCount;
        next = (next + 1) % SECONDS;
        filled = Math.min(filled + 1, SECONDS);
        powerSum = 0;
        blockCount = 0;
    }

    /** Whether all stretches are there and sound for at least half of their time. */
    boolean isKnown() {
        return filled == SECONDS && sounds(BEFORE_STARTS) && sounds(AFTER_STARTS);
    }

    private boolean sounds(int[] starts) {
        for (int i = 1; i < starts.length; i++) {
            int seconds = starts[i] - starts[i - 1];
            if (2 * blocks(starts[i - 1], starts[i]) < seconds * BLOCKS_PER_SECOND) {
                return false;
            }
        }
        return true;
    }

    /** By how many LU it became louder or softer, 0 where it did not at once; only when known. */
    double magnitudeLu() {
        double louder = Double.POSITIVE_INFINITY;
        double softer = Double.POSITIVE_INFINITY;
        for (int after = 1; after < AFTER_STARTS.length; after++) {
            double afterLufs = lufs(AFTER_STARTS[after - 1], AFTER_STARTS[after]);
            for (int before = 1; before < BEFORE_STARTS.length; before++) {
                double rise = afterLufs - lufs(BEFORE_STARTS[before - 1], BEFORE_STARTS[before]);
                louder = Math.min(louder, rise);
                softer = Math.min(softer, -rise);
            }
        }
        return Math.max(0, Math.max(louder, softer));
    }

    private double lufs(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += powerSums[(next + i) % SECONDS];
        }
        return Loudness.ofPower(sum / blocks(from, to));
    }

    private int blocks(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += blocks[(next + i) % SECONDS];
        }
        return count;
    }

    void clear() {
        next = 0;
        filled = 0;
        powerSum = 0;
        blockCount = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeByte(next);
        out.writeByte(filled);
        for (int i = 0; i < filled; i++) { // filled from slot 0 on
            out.writeDouble(powerSums[i]);
            out.writeByte(blocks[i]);
        }
        out.writeDouble(powerSum);
        out.writeByte(blockCount);
    }

    void restore(DataInput in) throws IOException {
        next = in.readUnsignedByte();
        filled = in.readUnsignedByte();
        for (int i = 0; i < filled; i++) {
            powerSums[i] = in.readDouble();
            blocks[i] = in.readUnsignedByte();
        }
        powerSum = in.readDouble();
        blockCount = in.readUnsignedByte();
    }
}
