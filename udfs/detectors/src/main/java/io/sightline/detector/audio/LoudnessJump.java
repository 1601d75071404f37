package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The loudness of the last 10 s against that of the 30 s before: means of the blocks above the
 * absolute gate of ITU-R BS.1770, of each second. Long enough that a sentence, a shot or a bar of
 * music is no jump, short enough to tell before an advertisement is over.
 */
final class LoudnessJump {

    private static final int AFTER_SECONDS = 10;
    private static final int BEFORE_SECONDS = 30;
    private static final int SECONDS = AFTER_SECONDS + BEFORE_SECONDS;
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

    /** Whether both windows are full and sound for at least half of their time. */
    boolean isKnown() {
        return filled == SECONDS
                && blocks(0, BEFORE_SECONDS) >= BEFORE_SECONDS * BLOCKS_PER_SECOND / 2
                && blocks(BEFORE_SECONDS, SECONDS) >= AFTER_SECONDS * BLOCKS_PER_SECOND / 2;
    }

    /** By how many LU it became louder or softer; only when known. */
    double magnitudeLu() {
        return Math.abs(lufs(BEFORE_SECONDS, SECONDS) - lufs(0, BEFORE_SECONDS));
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
