package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The sum and the power of the samples of one channel; the same however they come in runs. */
final class ChannelMoments {

    private double sum;
    private double powerSum;

    void add(float[] samples, int from, int to) {
        double s = sum;
        double p = powerSum;
        for (int i = from; i < to; i++) {
            double sample = samples[i];
            s += sample;
            p += sample * sample;
        }
        if (SoundSamples.isSound(p)) {
            sum = s;
            powerSum = p;
        } else {
            addSound(samples, from, to);
        }
    }

    private void addSound(float[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            double sample = SoundSamples.of(samples[i]);
            sum += sample;
            powerSum += sample * sample;
        }
    }

    double sum() {
        return sum;
    }

    /** The mean power of what is not constant. */
    double variance(int sampleCount) {
        double mean = sum / sampleCount;
        return Math.max(0, powerSum / sampleCount - mean * mean);
    }

    void clear() {
        sum = 0;
        powerSum = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(sum);
        out.writeDouble(powerSum);
    }

    void restore(DataInput in) throws IOException {
        sum = in.readDouble();
        powerSum = in.readDouble();
    }
}
