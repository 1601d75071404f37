package io.sightline.model.sound;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Six values of each hundredth of a second at the rate of the source: stillness, the deepest
 * millisecond, level, how round the peaks of the hop are, and how much of it is at the peaks of the
 * second. The latter two are known when the second is complete.
 *
 * <p>Between tenths of a second it keeps the levels of ten hops, one sample, the length of a run,
 * and the samples of the second that may prove to be at its peaks.
 */
final class HopLevels {

    private static final int HOPS = SoundFeatures.HOPS;
    private static final int MILLISECONDS = 1_000;
    private static final int HOPS_BEFORE = 10;
    private static final double LEAST_POWER = 1e-9;
    private static final double LEAST_PEAK = 1e-4;
    private static final double LONGEST_STILL_MILLIS = 200;
    private static final double AT_PEAK = 0.95;
    private static final double NEAR_PEAK = 0.85;

    private final double[] powersBefore = new double[HOPS_BEFORE]; // oldest first
    private double powerSum; // of the hop
    private float lastSample;
    private long stillSamples; // that the sound so far ends with
    private double highest = LEAST_PEAK; // of the second so far, as the next
    private double lowest = -LEAST_PEAK;
    private final int[] outerUpTo = new int[HOPS + 1]; // of `outer`, by hop: those before it
    private float[] outer = new float[0]; // samples that were near the peaks so far

    /**
     * Writes four values of each hop of a tenth of a second.
     *
     * @param samples mono
     * @param from where the second starts, which may be before the first sample
     * @param firstHop of the tenth
     * @param rows rows of 100 values: four from {@code at} are written to
     */
    void measure(float[] samples, int from, int firstHop, int sampleRateHz, float[] rows, int at) {
        for (int hop = firstHop; hop < firstHop + SoundFeatures.HOPS_PER_TENTH; hop++) {
            int start = from + (int) ((long) hop * sampleRateHz / HOPS);
            int end = from + (int) ((long) (hop + 1) * sampleRateHz / HOPS);
            double powerBefore = Arrays.stream(powersBefore).sum() / HOPS_BEFORE;
            double level = Filters.decibel(powerBefore, LEAST_POWER);
            double least = addUpPowers(samples, from, hop, sampleRateHz);
            double power = powerSum / (end - start);
            double still = stillMillis(samples, start, end, powerBefore, sampleRateHz);
            float high = highest(samples, start, end);
            float low = lowest(samples, start, end);
            rows[at + hop] = (float) Math.log(1 + still);
            rows[at + HOPS + hop] = (float) (Filters.decibel(least, LEAST_POWER) - level);
            rows[at + 2 * HOPS + hop] = (float) Filters.decibel(power, LEAST_POWER);
            rows[at + 3 * HOPS + hop] = rounded(samples, start, end, Math.max(high, -low));
            highest = Math.max(highest, high);
            lowest = Math.min(lowest, low);
            keepOuter(samples, start, end, hop, high, low);
            System.arraycopy(powersBefore, 1, powersBefore, 0, HOPS_BEFORE - 1);
            powersBefore[HOPS_BEFORE - 1] = power;
        }
    }

    /** Writes the other two rows, from {@code at}, and begins the next second. */
    void endSecond(int sampleRateHz, float[] rows, int at) {
        for (int hop = 0; hop < HOPS; hop++) {
            int from = outerUpTo[hop];
            int to = outerUpTo[hop + 1];
            int samples =
                    (int) ((long) (hop + 1) * sampleRateHz / HOPS)
                            - (int) ((long) hop * sampleRateHz / HOPS);
            rows[at + hop] = beyond(outer, from, to, AT_PEAK * lowest, AT_PEAK * highest, samples);
            rows[at + HOPS + hop] =
                    beyond(outer, from, to, NEAR_PEAK * lowest, NEAR_PEAK * highest, samples);
        }
        beginSecond();
    }

    private void beginSecond() {
        highest = LEAST_PEAK;
        lowest = -LEAST_PEAK;
        Arrays.fill(outerUpTo, 0);
    }

    /** Peaks only grow: what is not near them now will not be. */
    private void keepOuter(float[] samples, int from, int to, int hop, float high, float low) {
        int count = outerUpTo[hop];
        double above = NEAR_PEAK * highest;
        double below = NEAR_PEAK * lowest;
        if (high >= above || low <= below) {
            if (outer.length < count + to - from) {
                outer = Arrays.copyOf(outer, 2 * (count + to - from));
            }
            for (int i = from; i < to; i++) {
                if (samples[i] >= above || samples[i] <= below) {
                    outer[count++] = samples[i];
                }
            }
        }
        outerUpTo[hop + 1] = count;
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

    /** Share of the samples near the peak of the hop: large where peaks are flat. */
    private static float rounded(float[] samples, int from, int to, float peak) {
        if (peak < LEAST_PEAK) {
            return 0;
        }
        double limit = 0.985 * peak;
        return beyond(samples, from, to, -limit, limit, to - from);
    }

    private static float beyond(
            float[] samples, int from, int to, double low, double high, int of) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += samples[i] >= high || samples[i] <= low ? 1 : 0;
        }
        return (float) Math.log(1 + 100.0 * count / of);
    }

    void clear() {
        Arrays.fill(powersBefore, 0);
        lastSample = 0;
        stillSamples = 0;
        beginSecond();
    }

    /**
     * @param hops of the second that were measured
     */
    void save(DataOutput out, int hops) throws IOException {
        for (double power : powersBefore) {
            out.writeDouble(power);
        }
        out.writeFloat(lastSample);
        out.writeLong(stillSamples);
        out.writeDouble(highest);
        out.writeDouble(lowest);
        dropInner(hops);
        for (int hop = 0; hop < hops; hop++) {
            out.writeInt(outerUpTo[hop + 1]);
        }
        for (int i = 0; i < outerUpTo[hops]; i++) {
            out.writeFloat(outer[i]);
        }
    }

    /** Leaves out what the peaks have outgrown. */
    private void dropInner(int hops) {
        int kept = 0;
        int from = 0;
        for (int hop = 0; hop < hops; hop++) {
            int to = outerUpTo[hop + 1];
            for (int i = from; i < to; i++) {
                if (outer[i] >= NEAR_PEAK * highest || outer[i] <= NEAR_PEAK * lowest) {
                    outer[kept++] = outer[i];
                }
            }
            from = to;
            outerUpTo[hop + 1] = kept;
        }
    }

    void restore(DataInput in, int hops) throws IOException {
        for (int i = 0; i < HOPS_BEFORE; i++) {
            powersBefore[i] = in.readDouble();
        }
        lastSample = in.readFloat();
        stillSamples = in.readLong();
        highest = in.readDouble();
        lowest = in.readDouble();
        for (int hop = 0; hop < hops; hop++) {
            outerUpTo[hop + 1] = in.readInt();
        }
        outer = new float[outerUpTo[hops]];
        for (int i = 0; i < outer.length; i++) {
            outer[i] = in.readFloat();
        }
    }
}
