package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The power of the last 3 s in hops of 20 ms, and from it the sliding windows of EBU Tech 3341.
 * Hops are this short so that a tone of just one window's length is met in full, wherever it
 * begins.
 */
final class LoudnessWindows {

    static final int HOPS_PER_SECOND = 50;

    private static final int MOMENTARY_HOPS = 20; // 400 ms
    private static final int SHORT_TERM_HOPS = 150; // 3 s

    private final double[] hops = new double[SHORT_TERM_HOPS];
    private int next;
    private int filled;

    void add(double hopPower) {
        hops[next] = hopPower;
        next = (next + 1) % SHORT_TERM_HOPS;
        filled = Math.min(SHORT_TERM_HOPS, filled + 1);
    }

    boolean hasMomentary() {
        return filled >= MOMENTARY_HOPS;
    }

    boolean hasShortTerm() {
        return filled >= SHORT_TERM_HOPS;
    }

    double momentaryPower() {
        return meanOfLast(MOMENTARY_HOPS);
    }

    double shortTermPower() {
        return meanOfLast(SHORT_TERM_HOPS);
    }

    private double meanOfLast(int hopCount) {
        double sum =
                0; // added up anew each time: a running sum would keep rounding errors for ever
        int hop = (next - hopCount + SHORT_TERM_HOPS) % SHORT_TERM_HOPS;
        for (int i = 0; i < hopCount; i++) {
            sum += hops[hop];
            hop = hop + 1 == SHORT_TERM_HOPS ? 0 : hop + 1;
        }
        return sum / hopCount;
    }

    void clear() {
        next = 0;
        filled = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeShort(next);
        out.writeShort(filled);
        for (int i = 0; i < filled; i++) {
            out.writeDouble(hops[i]); // filled from index 0 on
        }
    }

    void restore(DataInput in) throws IOException {
        next = in.readUnsignedShort();
        filled = in.readUnsignedShort();
        for (int i = 0; i < filled; i++) {
            hops[i] = in.readDouble();
        }
    }
}
