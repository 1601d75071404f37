package io.sightline.model.sound;

import io.sightline.detector.api.AudioBlock;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The inputs of an {@code audio-1s/1} model, a whole second at a time: the same that
 * udfs/models/training/audio_1s/features.py defines, to within 0.001 of each value.
 *
 * <p>Seconds are counted in samples from the first block after the start, {@link #clear()} or a
 * change of the sample rate; how sound came in blocks makes no difference. Whoever calls sees to
 * holes: a new start, or silence in their place.
 *
 * <p>Between seconds it keeps 1 ms of sound at its own rate and 20 ms at 32 kHz for the filters,
 * the levels of 100 ms, and what {@link MainsLines} keeps of four seconds. One instance for each
 * rendition, on the task thread; allocates only when the sample rate changes.
 */
public final class SoundFeatures {

    public static final int HOPS = 100;
    public static final int BANDS = MelPicture.BANDS;
    public static final int DSP_ROWS = 8;
    public static final int HUM_VALUES = MainsLines.VALUES;

    private static final int HISTORY = ClickTraces.HISTORY; // the longest of all
    private static final float LARGEST = 1e9f; // +180 dBFS: beyond it is no sound

    /** Takes the features of one second. */
    @FunctionalInterface
    public interface Listener {

        /**
         * A second is complete.
         *
         * <p>Ownership: the arrays are borrowed until this call returns.
         *
         * @param mel dB, 100 hops of 64 bands
         * @param dsp 8 rows of 100 hops
         * @param hum 60 values
         */
        void onSecond(float[] mel, float[] dsp, float[] hum);
    }

    private final MelPicture melPicture = new MelPicture();
    private final ClickTraces clickTraces = new ClickTraces();
    private final HopLevels hopLevels = new HopLevels();
    private final MainsLines mainsLines = new MainsLines();
    private final float[] mel = new float[HOPS * BANDS];
    private final float[] dsp = new float[DSP_ROWS * HOPS];
    private final float[] hum = new float[HUM_VALUES];
    private final float[] at32k = new float[HISTORY + Resampler.RATE_HZ]; // its start: history
    private int sampleRateHz;
    private Resampler resampler;
    private float[] mono = new float[0]; // history, then the second under way
    private int filled; // of the second under way
    private boolean isWhole = true; // that second: else its begin was before a restart

    /** Whether sound of this rate can be measured: all usual rates from 4 to 192 kHz. */
    public static boolean accepts(int sampleRateHz) {
        return sampleRateHz >= 4_000 && sampleRateHz <= 192_000 && Resampler.accepts(sampleRateHz);
    }

    /** Takes a block; the listener hears of each second that it completes. */
    public void add(AudioBlock block, Listener listener) {
        if (block.sampleRateHz() != sampleRateHz) {
            adopt(block.sampleRateHz());
        }
        int from = 0;
        while (from < block.sampleCount()) {
            int to = Math.min(block.sampleCount(), from + sampleRateHz - filled);
            append(block, from, to);
            from = to;
            if (filled == sampleRateHz) {
                endSecond(listener);
            }
        }
    }

    /** How many samples of the second under way have come. */
    public int samplesUnderWay() {
        return filled;
    }

    /** Forgets the past: the next sample is the first of a second. */
    public void clear() {
        Arrays.fill(mono, 0);
        Arrays.fill(at32k, 0);
        filled = 0;
        isWhole = true;
        hopLevels.clear();
        mainsLines.clear();
    }

    private void adopt(int newSampleRateHz) {
        if (!accepts(newSampleRateHz)) {
            throw new IllegalArgumentException(
                    "Sound of %d Hz cannot be brought to 32 kHz".formatted(newSampleRateHz));
        }
        sampleRateHz = newSampleRateHz;
        resampler = new Resampler(sampleRateHz);
        mono = new float[resampler.history() + sampleRateHz];
        clear();
    }

    private void append(AudioBlock block, int from, int to) {
        int channels = block.channels().size();
        int at = resampler.history() + filled;
        Arrays.fill(mono, at, at + to - from, 0);
        for (int channel = 0; channel < channels; channel++) {
            float[] samples = block.samples(channel);
            for (int i = from; i < to; i++) {
                mono[at + i - from] += samples[i];
            }
        }
        for (int i = at; i < at + to - from; i++) {
            mono[i] = Math.abs(mono[i]) <= LARGEST ? mono[i] / channels : 0; // 0 for NaN
        }
        filled += to - from;
    }

    private void endSecond(Listener listener) {
        resampler.resample(mono, at32k, HISTORY);
        if (isWhole) {
            melPicture.measure(at32k, HISTORY, mel);
            clickTraces.measure(at32k, HISTORY, dsp, dsp, HOPS);
            hopLevels.measure(mono, resampler.history(), sampleRateHz, dsp, 2 * HOPS);
            mainsLines.measure(at32k, HISTORY, hum);
        }
        System.arraycopy(mono, sampleRateHz, mono, 0, resampler.history());
        System.arraycopy(at32k, Resampler.RATE_HZ, at32k, 0, HISTORY);
        filled = 0;
        if (isWhole) {
            listener.onSecond(mel, dsp, hum);
        }
        isWhole = true;
    }

    /**
     * Version 1: rate, how much of the second under way has come, levels, lines. Samples are not
     * kept: that second is not measured, and the next one begins where it would have.
     */
    public void save(DataOutput out) throws IOException {
        out.writeInt(sampleRateHz);
        out.writeInt(filled);
        hopLevels.save(out);
        mainsLines.save(out);
    }

    /** Takes over from {@link #save}. */
    public void restore(DataInput in) throws IOException {
        int savedRateHz = in.readInt();
        int savedSamples = in.readInt();
        if (savedRateHz > 0) {
            adopt(savedRateHz);
        }
        filled = savedSamples;
        isWhole = savedSamples == 0;
        hopLevels.restore(in);
        mainsLines.restore(in);
    }
}
