package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How often which magnitude occurs in one channel: sixteen bins an octave from -48 to +12 dBFS, cut
 * from the bits of the number, kept for the last parts of the sound.
 */
final class AmplitudeHistogram {

    /** Of the bits of a float: the exponent and four bits behind it. */
    private static final int SHIFT = 19;

    private static final int LOWEST = Float.floatToRawIntBits(1f / 256) >>> SHIFT;
    private static final int BINS = 160;
    private static final double FALL_RATIO = 1.189; // 1.5 dB

    /** Shares of the samples at which the fall is looked at: the loudest 0.2 to 10 %. */
    private static final double LEAST_SHARE = 0.002;

    private static final double LARGEST_SHARE = 0.1;

    private final int windowParts;
    private final int[][] parts; // by slot, then bin
    private final double[] sums; // of the samples, by slot
    private final int[] window = new int[BINS]; // scratch
    private int filling; // slot
    private int filled; // complete parts, at most windowParts

    AmplitudeHistogram(int windowParts) {
        this.windowParts = windowParts;
        parts = new int[windowParts + 1][BINS];
        sums = new double[windowParts + 1];
    }

    void add(float[] samples, int from, int to) {
        int[] counts = parts[filling];
        double sum = sums[filling];
        for (int i = from; i < to; i++) {
            sum += samples[i];
            int bin = ((Float.floatToRawIntBits(samples[i]) & 0x7fffffff) >>> SHIFT) - LOWEST;
            // NaN and infinity fall into the highest bin, where real sound is not
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        if (SoundSamples.isSound(sum)) {
            sums[filling] = sum;
        } else {
            addSound(samples, from, to);
        }
    }

    private void addSound(float[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            sums[filling] += SoundSamples.of(samples[i]);
        }
    }

    void endPart() {
        parts[filling][0] += parts[filling][BINS - 1]; // what no sound can be counts as silence
        parts[filling][BINS - 1] = 0;
        filling = (filling + 1) % parts.length;
        filled = Math.min(filled + 1, windowParts);
        Arrays.fill(parts[filling], 0);
        sums[filling] = 0;
    }

    /** The largest magnitude of the mean of one of the parts of the window. */
    double largestMean() {
        double largest = 0;
        for (int age = 1; age <= filled; age++) {
            int slot = Math.floorMod(filling - age, parts.length);
            long count = 0;
            for (int bin = 0; bin < BINS; bin++) {
                count += parts[slot][bin];
            }
            largest = Math.max(largest, Math.abs(sums[slot]) / Math.max(1, count));
        }
        return largest;
    }

    boolean isFull() {
        return filled == windowParts;
    }

    /**
     * How much steeper the distribution of magnitudes falls near its end than that of noise
     * (normal) does from the same share of samples: within 1.5 dB, the largest such factor. Speech
     * and music fall slower than noise, below 1.
     */
    double steepness() {
        long total = 0;
        Arrays.fill(window, 0);
        for (int age = 1; age <= filled; age++) {
            int[] counts = parts[Math.floorMod(filling - age, parts.length)];
            for (int bin = 0; bin < BINS; bin++) {
                window[bin] += counts[bin];
                total += counts[bin];
            }
        }
        double steepest = 0;
        long above = 0;
        for (int bin = BINS - 1; bin > 0; bin--) {
            above += window[bin];
            double share = above / (double) total;
            if (share > LARGEST_SHARE) {
                break;
            }
            if (share >= LEAST_SHARE && bin < BINS - 8) {
                double beyond = above(bin, FALL_RATIO) + Math.max(3, total * 1e-4);
                double expected = NormalTail.fall(share, FALL_RATIO);
                steepest = Math.max(steepest, above / beyond / expected);
            }
        }
        return steepest;
    }

    /** How many samples are above the lower edge of a bin times a factor; between bins, a share. */
    private double above(int bin, double factor) {
        float edge = lowerEdge(bin);
        float limit = (float) (edge * factor);
        int limitBin = (Float.floatToRawIntBits(limit) >>> SHIFT) - LOWEST;
        double sum = 0;
        for (int i = limitBin + 1; i < BINS; i++) {
            sum += window[i];
        }
        float low = lowerEdge(limitBin);
        float high = lowerEdge(limitBin + 1);
        return sum + window[limitBin] * (high - limit) / (high - low);
    }

    /**
     * The magnitude that a share of the samples of the window exceeds, as {@link #steepness} left
     * it; between the edges of a bin, in proportion.
     */
    float exceededBy(double share) {
        long total = 0;
        for (int bin = 0; bin < BINS; bin++) {
            total += window[bin];
        }
        double wanted = share * total;
        long above = 0;
        int bin = BINS - 1;
        while (bin > 1 && above + window[bin] < wanted) {
            above += window[bin];
            bin--;
        }
        double part = Math.min(1, (wanted - above) / Math.max(1, window[bin])); // from its top
        return (float) (lowerEdge(bin + 1) - part * (lowerEdge(bin + 1) - lowerEdge(bin)));
    }

    private static float lowerEdge(int bin) {
        return Float.intBitsToFloat((LOWEST + bin) << SHIFT);
    }

    void clear() {
        filling = 0;
        filled = 0;
        Arrays.fill(parts[0], 0);
        sums[0] = 0;
    }

    /** Complete parts from the oldest on, then the one under way: sum, bins with counts. */
    void save(DataOutput out) throws IOException {
        out.writeByte(filled);
        for (int age = filled; age >= 0; age--) {
            int slot = Math.floorMod(filling - age, parts.length);
            int[] counts = parts[slot];
            out.writeDouble(sums[slot]);
            for (int bin = 0; bin < BINS; bin++) {
                if (counts[bin] > 0) {
                    out.writeByte(bin + 1);
                    Varint.write(counts[bin], out);
                }
            }
            out.writeByte(0);
        }
    }

    void restore(DataInput in) throws IOException {
        clear();
        int complete = in.readUnsignedByte();
        for (int age = complete; age >= 0; age--) {
            sums[filling] = in.readDouble();
            for (int bin = in.readUnsignedByte(); bin != 0; bin = in.readUnsignedByte()) {
                parts[filling][bin - 1] = (int) Varint.read(in);
            }
            if (age > 0) {
                filling = (filling + 1) % parts.length;
                filled++;
                Arrays.fill(parts[filling], 0);
            }
        }
    }
}
