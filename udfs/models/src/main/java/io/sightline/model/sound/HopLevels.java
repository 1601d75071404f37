package io.sightline.model.sound;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Six values of each hundredth of a second at the rate of the source: stillness, the deepest
 * millisecond, level, and how much of the sound is at its peaks.
 *
 * <p>Between seconds it keeps the levels of ten hops, one sample and the length of a run.
 */
final class HopLevels {

    private static final int HOPS = 100;
    private static final int MILLISECONDS = 1_000;
    private static final int HOPS_BEFORE = 10;
    private static final double LEAST_POWER = 1e-9;
    private static final double LEAST_PEAK = 1e-4;
    private static final double LONGEST_STILL_MILLIS = 200;

    private final double[] powersBefore = new double[HOPS_BEFORE]; // oldest first
    private final float[] highs = new float[HOPS]; // scratch, as the next two
    private final float[] lows = new float[HOPS];
    private double powerSum; // of the hop
    private float lastSample;
    private long stillSamples; // that the sound so far ends with

    /**
     * Writes six rows of 100 values.
     *
     * @param samples mono
     * @param from where the second starts
     */
    void measure(float[] samples, int from, int sampleRateHz, float[] rows, int at) {
        double highest = LEAST_PEAK;
        double lowest = -LEAST_PEAK;
        for (int hop = 0; hop < HOPS; hop++) {
            int start = from + (int) ((long) hop * sampleRateHz / HOPS);
            int end = from + (int) ((long) (hop + 1) * sampleRateHz / HOPS);
            highs[hop] = highest(samples, start, end);
            lows[hop] = lowest(samples, start, end);
            highest = Math.max(highest, highs[hop]);
            lowest = Math.min(lowest, lows[hop]);
        }
        for (int hop = 0; hop < HOPS; hop++) {
            int start = from + (int) ((long) hop * sampleRateHz / HOPS);
            int end = from + (int) ((long) (hop + 1) * sampleRateHz / HOPS);
            double powerBefore = Arrays.stream(powersBefore).sum() / HOPS_BEFORE;
            double level = Filters.decibel(powerBefore, LEAST_POWER);
            double least = addUpPowers(samples, from, hop, sampleRateHz);
            double power = powerSum / (end - start);
            double still = stillMillis(samples, start, end, powerBefore, sampleRateHz);
            rows[at + hop] = (float) Math.log(1 + still);
            rows[at + HOPS + hop] = (float) (Filters.decibel(least, LEAST_POWER) - level);
            rows[at + 2 * HOPS + hop] = (float) Filters.decibel(power, LEAST_POWER);
            rows[at + 3 * HOPS + hop] = rounded(samples, start, end, hop);
            boolean far = highs[hop] >= 0.85 * highest || lows[hop] <= 0.85 * lowest;
            rows[at + 4 * HOPS + hop] =
                    far ? beyond(samples, start, end, 0.95 * lowest, 0.95 * highest) : 0;
            rows[at + 5 * HOPS + hop] =
                    far ? beyond(samples, start, end, 0.85 * lowest, 0.85 * highest) : 0;
            System.arraycopy(powersBefore, 1, powersBefore, 0, HOPS_BEFORE - 1);
            powersBefore[HOPS_BEFORE - 1] = power;
        }
    }

    /** Adds up the squares of the hop; the least mean square of its ten parts. */
    private double addUpPowers(float[] samples, int from, int hop, int sampleRateHz) {
        double least = Double.POSITIVE_INFINITY;
        powerSum = 0;
        for (int part = 10 * hop; part < 10 * hop + 10; part++) {
            int start = from + (int) ((long) part * sampleRateHz / MILLISECONDS);
            int end = from + (int) ((long) (part + 1) * sampleRateHz / MILLISECONDS);
            double even = 0;
            double odd = 0;
            int i = start;
            for (; i + 1 < end; i += 2) {
                even += (double) samples[i] * samples[i];
                odd += (double) samples[i + 1] * samples[i + 1];
            }
            if (i < end) {
                even += (double) samples[i] * samples[i];
            }
            powerSum += even + odd;
            least = Math.min(least, (even + odd) / (end - start));
        }
        return least;
    }

    private static float highest(float[] samples, int from, int to) {
        float highest = samples[from];
        for (int i = from; i < to; i++) { // compiled to vector instructions, as the next
            highest = Math.max(highest, samples[i]);
        }
        return highest;
    }

    private static float lowest(float[] samples, int from, int to) {
        float lowest = samples[from];
        for (int i = from; i < to; i++) {
            lowest = Math.min(lowest, samples[i]);
        }
        return lowest;
    }

    private double stillMillis(
            float[] samples, int from, int to, double powerBefore, int sampleRateHz) {
        double limit = 0.002 * Math.sqrt(powerBefore) + 1e-6;
        long longest = 0;
        long run = stillSamples;
        float last = lastSample;
        for (int i = from; i < to; i++) {
            run = Math.abs((double) samples[i] - last) < limit ? run + 1 : 0;
            longest = Math.max(longest, run);
            last = samples[i];
        }
        stillSamples = run;
        lastSample = last;
        return Math.min(longest * 1000.0 / sampleRateHz, LONGEST_STILL_MILLIS);
    }

    /** Share of the samples near the peak: large where peaks are flat. */
    private float rounded(float[] samples, int from, int to, int hop) {
        float peak = Math.max(highs[hop], -lows[hop]);
        if (peak < LEAST_PEAK) {
            return 0;
        }
        double limit = 0.985 * peak;
        return beyond(samples, from, to, -limit, limit);
    }

    private static float beyond(float[] samples, int from, int to, double low, double high) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += samples[i] >= high || samples[i] <= low ? 1 : 0;
        }
        return (float) Math.log(1 + 100.0 * count / (to - from));
    }

    void clear() {
        Arrays.fill(powersBefore, 0);
        lastSample = 0;
        stillSamples = 0;
    }

    void save(DataOutput out) throws IOException {
        for (double power : powersBefore) {
            out.writeDouble(power);
        }
        out.writeFloat(lastSample);
        out.writeLong(stillSamples);
    }

    void restore(DataInput in) throws IOException {
        for (int i = 0; i < HOPS_BEFORE; i++) {
            powersBefore[i] = in.readDouble();
        }
        lastSample = in.readFloat();
        stillSamples = in.readLong();
    }
}
