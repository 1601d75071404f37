package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The loudness of all blocks so far, in bounded memory: bins of 0.2 LU from the absolute gate of
 * -70 LUFS up. Each bin keeps the exact sum of its blocks' powers, so that a gated mean is exact
 * but for the one bin that a gate falls into (ITU-R BS.1770 annex 1, EBU Tech 3342).
 */
final class LoudnessHistogram {

    static final double ABSOLUTE_GATE_LUFS = -70;

    private static final int BINS_PER_LU = 5;
    private static final int BINS =
            90 * BINS_PER_LU; // up to +20 LUFS; what is above is in the last

    private static final double LOWER_PERCENTILE = 0.10; // EBU Tech 3342
    private static final double UPPER_PERCENTILE = 0.95;

    private final double relativeGate; // as a ratio of powers
    private final long[] counts = new long[BINS];
    private final double[] powerSums = new double[BINS];
    private long count;

    /**
     * @param relativeGateLu where blocks are left out, below the mean of all: 10 for integrated
     *     loudness, 20 for the loudness range
     */
    LoudnessHistogram(double relativeGateLu) {
        relativeGate = Decibel.toPower(-relativeGateLu);
    }

    /** Counts one block, unless it is below the absolute gate. */
    void add(double power) {
        double lufs = Loudness.ofPower(power);
        if (lufs <= ABSOLUTE_GATE_LUFS) {
            return;
        }
        int bin = Math.min(BINS - 1, (int) ((lufs - ABSOLUTE_GATE_LUFS) * BINS_PER_LU));
        counts[bin]++;
        powerSums[bin] += power;
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The loudness of the mean power above both gates; only when not empty. */
    double gatedLufs() {
        long gatedCount = 0;
        double gatedSum = 0;
        for (int bin = firstGatedBin(); bin < BINS; bin++) {
            gatedCount += counts[bin];
            gatedSum += powerSums[bin];
        }
        return Loudness.ofPower(gatedSum / gatedCount);
    }

    /** The distance of the 10th from the 95th percentile above both gates; only when not empty. */
    double rangeLu() {
        int first = firstGatedBin();
        long gatedCount = 0;
        for (int bin = first; bin < BINS; bin++) {
            gatedCount += counts[bin];
        }
        return lufsAt(Math.round((gatedCount - 1) * UPPER_PERCENTILE), first)
                - lufsAt(Math.round((gatedCount - 1) * LOWER_PERCENTILE), first);
    }

    private double lufsAt(long rank, int firstBin) {
        long below = 0;
        int bin = firstBin;
        while (below + counts[bin] <= rank) {
            below += counts[bin];
            bin++;
        }
        return Loudness.ofPower(powerSums[bin] / counts[bin]);
    }

    /** The lowest bin whose mean power reaches the relative gate: there is one, the mean's own. */
    private int firstGatedBin() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += powerSums[bin];
        }
        double gate = sum / count * relativeGate;
        int bin = 0;
        while (counts[bin] == 0 || powerSums[bin] / counts[bin] < gate) {
            bin++;
        }
        return bin;
    }

    void clear() {
        Arrays.fill(counts, 0);
        Arrays.fill(powerSums, 0);
        count = 0;
    }

    /** Writes the bins in use, some 12 bytes each: about 4 kB for a day of every loudness. */
    void save(DataOutput out) throws IOException {
        int last = -1;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                Varint.write(bin - last, out);
                Varint.write(counts[bin], out);
                out.writeDouble(powerSums[bin]);
                last = bin;
            }
        }
        Varint.write(0, out); // no bin follows
    }

    void restore(DataInput in) throws IOException {
        clear();
        int bin = -1;
        for (long step = Varint.read(in); step != 0; step = Varint.read(in)) {
            bin += (int) step;
            counts[bin] = Varint.read(in);
            powerSums[bin] = in.readDouble();
            count += counts[bin];
        }
    }
}
