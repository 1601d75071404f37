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
 * <p>It works in tenths of a second, so that what a checkpoint has to keep of the second under way
 * is features and not samples: at most a tenth of a second of sound, 25 KB of features, what {@link
 * MainsLines} keeps of four seconds and what {@link HopLevels} keeps of one. One instance for each
 * rendition, on the task thread; allocates when the sample rate changes and where sound stays at
 * its peaks.
 */
public final class SoundFeatures {

    public static final int HOPS = 100;
    public static final int BANDS = MelPicture.BANDS;
    public static final int DSP_ROWS = 8;
    public static final int HUM_VALUES = MainsLines.VALUES;

    static final int HOPS_PER_TENTH = 10;

    private static final int TENTHS = 10;
    private static final int HISTORY = ClickTraces.HISTORY; // the longest of all
    private static final int ROWS_BY_HOP = 6; // of dsp: the others are of the whole second
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
    private final float[] at32k = new float[HISTORY + Resampler.TENTH]; // its start: history
    private int sampleRateHz;
    private Resampler resampler;
    private float[] mono = new float[0]; // history, then the tenth under way
    private int tenth; // number of the one under way in its second
    private int filled; // samples of it

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
            int to = Math.min(block.sampleCount(), from + sampleRateHz / TENTHS - filled);
            append(block, from, to);
            from = to;
            if (filled == sampleRateHz / TENTHS) {
                endTenth(listener);
            }
        }
    }

    /** How many samples of the second under way have come. */
    public int samplesUnderWay() {
        return tenth * (sampleRateHz / TENTHS) + filled;
    }

    /** Forgets the past: the next sample is the first of a second. */
    public void clear() {
        Arrays.fill(mono, 0);
        Arrays.fill(at32k, 0);
        tenth = 0;
        filled = 0;
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
        mono = new float[resampler.history() + sampleRateHz / TENTHS];
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

    private void endTenth(Listener listener) {
        int samples = sampleRateHz / TENTHS;
        int firstHop = tenth * HOPS_PER_TENTH;
        resampler.resample(mono, at32k, HISTORY);
        melPicture.measure(at32k, HISTORY, firstHop, mel);
        clickTraces.measure(at32k, HISTORY, firstHop, dsp);
        hopLevels.measure(
                mono, resampler.history() - tenth * samples, firstHop, sampleRateHz, dsp, 2 * HOPS);
        mainsLines.add(at32k, HISTORY, tenth);
        System.arraycopy(mono, samples, mono, 0, resampler.history());
        System.arraycopy(at32k, Resampler.TENTH, at32k, 0, HISTORY);
        filled = 0;
        tenth++;
        if (tenth == TENTHS) {
            tenth = 0;
            hopLevels.endSecond(sampleRateHz, dsp, ROWS_BY_HOP * HOPS);
            mainsLines.endSecond(hum);
            listener.onSecond(mel, dsp, hum);
        }
    }

    /** Version 2: the rate, what is kept between tenths of a second, and the tenth under way. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(sampleRateHz);
        if (sampleRateHz == 0) {
            return;
        }
        out.writeByte(tenth);
        out.writeInt(filled);
        int hops = tenth * HOPS_PER_TENTH;
        write(out, mono, 0, resampler.history() + filled);
        write(out, at32k, 0, HISTORY);
        write(out, mel, 0, hops * BANDS);
        for (int row = 0; row < ROWS_BY_HOP; row++) {
            write(out, dsp, row * HOPS, hops);
        }
        hopLevels.save(out, hops);
        mainsLines.save(out, tenth);
    }

    /** Takes over from {@link #save}. */
    public void restore(DataInput in) throws IOException {
        int savedRateHz = in.readInt();
        if (savedRateHz == 0) {
            return;
        }
        adopt(savedRateHz);
        tenth = in.readUnsignedByte();
        filled = in.readInt();
        int hops = tenth * HOPS_PER_TENTH;
        read(in, mono, 0, resampler.history() + filled);
        read(in, at32k, 0, HISTORY);
        read(in, mel, 0, hops * BANDS);
        for (int row = 0; row < ROWS_BY_HOP; row++) {
            read(in, dsp, row * HOPS, hops);
        }
        hopLevels.restore(in, hops);
        mainsLines.restore(in, tenth);
    }

    private static void write(DataOutput out, float[] values, int from, int count)
            throws IOException {
        for (int i = from; i < from + count; i++) {
            out.writeFloat(values[i]);
        }
    }

    private static void read(DataInput in, float[] values, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            values[i] = in.readFloat();
        }
    }
}
