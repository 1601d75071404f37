package io.sightline.detector.sync;

import io.sightline.detector.api.AudioBlock;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Finds beeps: a burst of a steady tone out of quiet, into quiet. Its onset is where it first
 * reaches a quarter of its peak, to the sample: lossy coding smears a little of it to before.
 *
 * <p>While it is quiet only the peaks of parts of 5 ms are kept. What is found does not depend on
 * how sound is cut into blocks. Allocates nothing per block.
 */
final class BeepFinder {

    static final long NONE = Long.MIN_VALUE;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int PARTS_PER_SECOND = 200;
    private static final int QUIET_PARTS = 20; // 100 ms before it
    private static final int STEPS = 32; // of 1.5 dB, down to -48 dBFS
    private static final double STEP_RATIO = Math.pow(10, -1.5 / 20);
    private static final double ONSET = 0.25; // of the peak

    private static final double LEAST_BEGIN = 0.003; // -50 dBFS
    private static final double BEGIN_OVER_QUIET = 4;
    private static final double LEAST_PEAK = 0.01; // -40 dBFS
    private static final double PEAK_OVER_QUIET = 10;
    private static final double OVER = 0.1; // of the peak
    private static final double END_SECONDS = 0.02;
    private static final double LONGEST_SECONDS = 0.6;
    private static final long JITTER_MICROS = 5_000;

    /** Periods of a tone differ by a sample, those of speech by more. */
    private static final double PERIOD_TOLERANCE = 0.15;

    private static final int LEAST_PERIODS = 5;
    private static final int STEADY_PER_UNSTEADY = 3;

    private static final double[] LEVELS = levels();

    private final float[] quietPeaks = new float[QUIET_PARTS]; // a ring
    private final long[] reachedMicros = new long[STEPS]; // when the burst first reached a level
    private int rateHz;
    private long endMicros = NONE; // of the last block
    private int nextPart;
    private int knownParts; // up to QUIET_PARTS; a beep needs all
    private int samplesInPart;
    private float partPeak;
    private float quietPeak; // of the ring, and of loud parts none

    private boolean isBurst;
    private int channel; // that it came in first
    private double peak;
    private int reached; // levels reached, from the lowest
    private long burstSamples;
    private long lastOverSample; // when it was last over a tenth of its peak
    private boolean wasPositive;
    private long crossingSample;
    private long period;
    private int steady;
    private int unsteady;

    private static double[] levels() {
        double[] levels = new double[STEPS];
        double level = 1;
        for (int i = STEPS - 1; i >= 0; i--) {
            levels[i] = level;
            level *= STEP_RATIO;
        }
        return levels;
    }

    /** Takes the onset of each beep that ends in a block. */
    @FunctionalInterface
    interface Listener {
        void beep(long onsetMicros);
    }

    void onBlock(AudioBlock block, Listener listener) {
        int count = block.sampleCount();
        long startMicros = block.presentationTimeMicros();
        if (count == 0 || block.sampleRateHz() <= 0 || block.channels().isEmpty()) {
            return;
        }
        boolean goesOn =
                block.sampleRateHz() == rateHz
                        && channel < block.channels().size()
                        && Math.abs(startMicros - endMicros) <= JITTER_MICROS;
        if (!goesOn) {
            forget();
            rateHz = block.sampleRateHz();
        }
        endMicros = startMicros + block.durationMicros();
        int partLength = Math.max(1, rateHz / PARTS_PER_SECOND);
        for (int at = 0; at < count; ) {
            int to = Math.min(count, at + partLength - samplesInPart);
            at = isBurst ? inBurst(block, at, count, listener) : inQuiet(block, at, to, partLength);
        }
    }

    /** Looks at samples of one part; returns where to go on. */
    private int inQuiet(AudioBlock block, int from, int to, int partLength) {
        double limit = Math.max(LEAST_BEGIN, BEGIN_OVER_QUIET * quietPeak);
        float most = 0;
        for (int c = 0; c < block.channels().size(); c++) {
            most = Math.max(most, peakOf(block.samples(c), from, to));
        }
        boolean mayBegin = knownParts == QUIET_PARTS;
        if (most > limit && mayBegin) {
            return begin(block, from, to, limit);
        }
        partPeak = Math.max(partPeak, most);
        samplesInPart += to - from;
        if (samplesInPart == partLength) {
            endPart();
        }
        return to;
    }

    private void endPart() {
        quietPeaks[nextPart] = partPeak;
        nextPart = (nextPart + 1) % QUIET_PARTS;
        knownParts = Math.min(QUIET_PARTS, knownParts + 1);
        quietPeak = peakOf(quietPeaks, 0, QUIET_PARTS);
        partPeak = 0;
        samplesInPart = 0;
    }

    private int begin(AudioBlock block, int from, int to, double limit) {
        for (int i = from; i < to; i++) {
            for (int c = 0; c < block.channels().size(); c++) {
                if (magnitude(block.samples(c)[i]) > limit) {
                    isBurst = true;
                    channel = c;
                    peak = 0;
                    reached = 0;
                    burstSamples = 0;
                    lastOverSample = 0;
                    crossingSample = -1;
                    period = 0;
                    steady = 0;
                    unsteady = 0;
                    wasPositive = block.samples(c)[i] > 0;
                    return i;
                }
            }
        }
        return to;
    }

    private int inBurst(AudioBlock block, int from, int count, Listener listener) {
        float[] samples = block.samples(channel);
        long endSamples = (long) (END_SECONDS * rateHz);
        for (int i = from; i < count; i++) {
            double size = magnitude(samples[i]);
            while (reached < STEPS && size >= LEVELS[reached]) {
                reachedMicros[reached++] = timeMicros(block, i);
            }
            peak = Math.max(peak, size);
            if (size > OVER * peak) {
                lastOverSample = burstSamples;
                cross(samples[i] > 0);
            }
            burstSamples++;
            if (burstSamples - lastOverSample > endSamples) {
                if (isBeep()) {
                    listener.beep(onsetMicros());
                }
                restartQuiet();
                return i + 1;
            } else if (burstSamples > LONGEST_SECONDS * rateHz) {
                restartQuiet();
                return i + 1;
            }
        }
        return count;
    }

    private static long timeMicros(AudioBlock block, int sample) {
        return block.presentationTimeMicros() + sample * MICROS_PER_SECOND / block.sampleRateHz();
    }

    private void cross(boolean isPositive) {
        if (isPositive && !wasPositive) {
            if (crossingSample >= 0) {
                long length = burstSamples - crossingSample;
                if (period > 0) {
                    boolean same = Math.abs(length - period) <= 1 + PERIOD_TOLERANCE * period;
                    steady += same ? 1 : 0;
                    unsteady += same ? 0 : 1;
                }
                period = length;
            }
            crossingSample = burstSamples;
        }
        wasPositive = isPositive;
    }

    private boolean isBeep() {
        return peak >= LEAST_PEAK
                && peak >= PEAK_OVER_QUIET * quietPeak
                && steady >= LEAST_PERIODS
                && steady >= STEADY_PER_UNSTEADY * unsteady;
    }

    private long onsetMicros() {
        for (int i = 0; i < reached; i++) {
            if (LEVELS[i] >= ONSET * peak) {
                return reachedMicros[i];
            }
        }
        return reachedMicros[Math.max(0, reached - 1)];
    }

    /** What follows must be quiet for a while before another one can begin. */
    private void restartQuiet() {
        isBurst = false;
        channel = 0;
        knownParts = 0;
        nextPart = 0;
        samplesInPart = 0;
        partPeak = 0;
        quietPeak = 0;
        for (int i = 0; i < QUIET_PARTS; i++) {
            quietPeaks[i] = 0;
        }
    }

    void forget() {
        restartQuiet();
        endMicros = NONE;
        rateHz = 0;
    }

    private static float peakOf(float[] samples, int from, int to) {
        float most = 0;
        for (int i = from; i < to; i++) {
            float size = Math.abs(samples[i]);
            most = size > most ? size : most; // not a number is not greater
        }
        return most;
    }

    /** What is no number, or no sound, counts as none. */
    private static double magnitude(float sample) {
        float size = Math.abs(sample);
        return size >= 0 ? size : 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(rateHz);
        out.writeLong(endMicros);
        out.writeInt(nextPart);
        out.writeInt(knownParts);
        out.writeInt(samplesInPart);
        out.writeFloat(partPeak);
        for (float part : quietPeaks) {
            out.writeFloat(part);
        }
        out.writeBoolean(isBurst);
        out.writeInt(channel);
        out.writeDouble(peak);
        out.writeInt(reached);
        for (long micros : reachedMicros) {
            out.writeLong(micros);
        }
        out.writeLong(burstSamples);
        out.writeLong(lastOverSample);
        out.writeBoolean(wasPositive);
        out.writeLong(crossingSample);
        out.writeLong(period);
        out.writeInt(steady);
        out.writeInt(unsteady);
    }

    void restore(DataInput in) throws IOException {
        rateHz = in.readInt();
        endMicros = in.readLong();
        nextPart = in.readInt();
        knownParts = in.readInt();
        samplesInPart = in.readInt();
        partPeak = in.readFloat();
        for (int i = 0; i < QUIET_PARTS; i++) {
            quietPeaks[i] = in.readFloat();
        }
        quietPeak = peakOf(quietPeaks, 0, QUIET_PARTS);
        isBurst = in.readBoolean();
        channel = in.readInt();
        peak = in.readDouble();
        reached = in.readInt();
        for (int i = 0; i < STEPS; i++) {
            reachedMicros[i] = in.readLong();
        }
        burstSamples = in.readLong();
        lastOverSample = in.readLong();
        wasPositive = in.readBoolean();
        crossingSample = in.readLong();
        period = in.readLong();
        steady = in.readInt();
        unsteady = in.readInt();
    }
}
