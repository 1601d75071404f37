package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How far each sample is from where the two before it point to, in each channel, run by run: small
 * in most sound, as large as the sound itself in clicks and in white noise.
 */
final class SecondDifferences {

    private float[] last = new float[0]; // sample before the run, by channel
    private float[] lastButOne = new float[0];
    private float[] differences = new float[0]; // of the run
    private float largest;
    private boolean soundAsGiven;

    void begin(int channels, int longestRun) {
        last = new float[channels];
        lastButOne = new float[channels];
        differences = new float[longestRun];
    }

    int channelCount() {
        return last.length;
    }

    /**
     * Takes the next run of a channel. Samples that no sound can have count as 0.
     *
     * @return borrowed until the next call: the differences, from index 0 on
     */
    float[] of(int channel, float[] samples, int from, int to) {
        float one = last[channel];
        float two = lastButOne[channel];
        int head = Math.min(to, from + 2);
        for (int i = from; i < head; i++) {
            differences[i - from] = samples[i] - 2 * one + two;
            two = one;
            one = samples[i];
        }
        for (int i = head; i < to; i++) { // this loop and the next: vector instructions
            differences[i - from] = samples[i] - 2 * samples[i - 1] + samples[i - 2];
        }
        largest = SamplePeak.raw(differences, 0, to - from);
        soundAsGiven = SamplePeak.isSound(largest);
        if (!soundAsGiven) {
            addSound(channel, samples, from, to);
            return differences;
        }
        lastButOne[channel] = to > head ? samples[to - 2] : two;
        last[channel] = to > head ? samples[to - 1] : one;
        return differences;
    }

    private void addSound(int channel, float[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            float sample = SoundSamples.of(samples[i]);
            differences[i - from] = sample - 2 * last[channel] + lastButOne[channel];
            lastButOne[channel] = last[channel];
            last[channel] = sample;
        }
        largest = SamplePeak.raw(differences, 0, to - from);
    }

    /** The largest magnitude in the last run. */
    float largest() {
        return largest;
    }

    /** Whether no sample of the last run had to be taken for 0. */
    boolean isSoundAsGiven() {
        return soundAsGiven;
    }

    /** The sample before the next run. */
    float last(int channel) {
        return last[channel];
    }

    void clear() {
        Arrays.fill(last, 0);
        Arrays.fill(lastButOne, 0);
    }

    void save(int channel, DataOutput out) throws IOException {
        out.writeFloat(last[channel]);
        out.writeFloat(lastButOne[channel]);
    }

    void restore(int channel, DataInput in) throws IOException {
        last[channel] = in.readFloat();
        lastButOne[channel] = in.readFloat();
    }
}
