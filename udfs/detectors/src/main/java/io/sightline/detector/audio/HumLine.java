package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The surroundings of one frequency at which mains hum has a line: the sound moved down by that
 * frequency, an eighth of a second at a time, for the last six seconds.
 */
final class HumLine {

    static final int WINDOW = 48; // eighths of a second
    static final int BINS = 64; // of the spectrum: the window is filled up with zeros

    private static final int QUARTER = WINDOW / 4;
    private static final int NARROW_BINS = 3; // within 0.4 Hz; a bin is 1/8 Hz
    private static final int NEAREST_FLOOR_BIN = 6; // 0.75 Hz, beyond what the window smears
    private static final int FARTHEST_FLOOR_BIN = 24;
    private static final double STEADY = 0.5; // a quarter of the window has this of the mean

    private final float[] real = new float[WINDOW]; // ring
    private final float[] imaginary = new float[WINDOW];
    private int next;
    private int filled;

    void add(float realPart, float imaginaryPart) {
        real[next] = realPart;
        imaginary[next] = imaginaryPart;
        next = (next + 1) % WINDOW;
        filled = Math.min(filled + 1, WINDOW);
    }

    boolean isFull() {
        return filled == WINDOW;
    }

    /**
     * Writes the window, oldest first, to be transformed: limited to its median magnitude, so that
     * what is louder for less than half of the time leaves a line as it is; and weighted (Hann).
     *
     * @param scratch for as many values as the window has
     */
    void unroll(float[] toReal, float[] toImaginary, double[] scratch) {
        for (int i = 0; i < WINDOW; i++) {
            scratch[i] = Math.hypot(real[i], imaginary[i]);
        }
        Arrays.sort(scratch, 0, WINDOW);
        double limit = scratch[WINDOW / 2];
        for (int i = 0; i < WINDOW; i++) {
            int slot = (next + i) % WINDOW;
            double magnitude = Math.hypot(real[slot], imaginary[slot]);
            double kept = magnitude > limit ? limit / magnitude : 1;
            toReal[i] = (float) kept * real[slot];
            toImaginary[i] = (float) kept * imaginary[slot];
        }
    }

    /**
     * Whether the line is there all the time: in each quarter of the window it has at least half of
     * its mean amplitude.
     *
     * @param real the window, limited but not weighted
     * @param bin where the line is in the spectrum: its distance in eighths of a hertz
     */
    static boolean isSteady(float[] real, float[] imaginary, int bin) {
        double least = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int quarter = 0; quarter < 4; quarter++) {
            double r = 0;
            double i = 0;
            for (int k = quarter * QUARTER; k < (quarter + 1) * QUARTER; k++) {
                double angle = -2 * Math.PI * bin * k / BINS;
                double cosine = Math.cos(angle);
                double sine = Math.sin(angle);
                r += real[k] * cosine - imaginary[k] * sine;
                i += real[k] * sine + imaginary[k] * cosine;
            }
            double amplitude = Math.hypot(r, i);
            least = Math.min(least, amplitude);
            sum += amplitude;
        }
        return least >= STEADY * sum / 4;
    }

    /** The bin within 0.4 Hz with the most power, counted from 0, negative below. */
    static int strongestBin(float[] real, float[] imaginary) {
        int strongest = 0;
        double most = -1;
        for (int bin = -NARROW_BINS; bin <= NARROW_BINS; bin++) {
            double power = power(real, imaginary, bin);
            if (power > most) {
                most = power;
                strongest = bin;
            }
        }
        return strongest;
    }

    static double power(float[] real, float[] imaginary, int bin) {
        int i = Math.floorMod(bin, BINS);
        return (double) real[i] * real[i] + (double) imaginary[i] * imaginary[i];
    }

    /**
     * The power beside the line: three quarters of the bins from 0.75 to 3 Hz to both sides are
     * below it.
     *
     * @param scratch for at least 38 values
     */
    static double floor(float[] real, float[] imaginary, double[] scratch) {
        int count = 0;
        for (int bin = NEAREST_FLOOR_BIN; bin <= FARTHEST_FLOOR_BIN; bin++) {
            scratch[count++] = power(real, imaginary, bin);
            scratch[count++] = power(real, imaginary, -bin);
        }
        Arrays.sort(scratch, 0, count);
        return scratch[count * 3 / 4];
    }

    void clear() {
        next = 0;
        filled = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeByte(next);
        out.writeByte(filled);
        for (int i = 0; i < filled; i++) { // filled from slot 0 on
            out.writeFloat(real[i]);
            out.writeFloat(imaginary[i]);
        }
    }

    void restore(DataInput in) throws IOException {
        next = in.readUnsignedByte();
        filled = in.readUnsignedByte();
        for (int i = 0; i < filled; i++) {
            real[i] = in.readFloat();
            imaginary[i] = in.readFloat();
        }
    }
}
