package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the true peak: the highest point of the waveform that a converter makes of the samples,
 * found by oversampling, four times below 96 kHz (ITU-R BS.1770-5 annex 2). One value for each 100
 * ms, over all channels, at the instant those 100 ms begin.
 *
 * <p>Points between samples are known half a filter (0.25 ms at 48 kHz) later and count there.
 * After a start or a hole they count once the filter holds real samples only, since the step from
 * nothing to sound would ring. Where the samples around are too low and too smooth to beat the
 * current maximum, the filter is not run: what it makes of them is bounded, so the result is the
 * same.
 *
 * <p>One instance for each rendition, on the task thread; allocates only when the format changes.
 */
public final class TruePeakDetector implements AudioDetector {

    public static final Metric TRUE_PEAK =
            new Metric(
                    "true_peak_dbtp",
                    Unit.DBTP,
                    Fold.MAX,
                    "Highest point of the reconstructed waveform of any channel in each 100 ms, -120"
                            + " (silence) and up: ITU-R BS.1770-5 annex 2.");

    private static final int STATE_VERSION = 1;
    private static final int HOPS_PER_SECOND = 10;
    private static final double FLOOR_DBTP = -120; // as the level of digital silence
    private static final int HISTORY = Interpolator.TAPS - 1;

    private final SoundFormat format = new SoundFormat();
    private final SoundClock clock = new SoundClock();
    private final float[] work; // history, then the samples of one run
    private final float[] scratch;
    private float[][] history = new float[0][]; // of each channel the last samples
    private Interpolator interpolator = new Interpolator(1);
    private int freshSamples; // taken since the last reset, up to HISTORY
    private int hopSamples; // in the hop that is not complete yet
    private float hopPeak;
    private long hopStartMicros;

    public TruePeakDetector() {
        this(Settings.DEFAULT);
    }

    public TruePeakDetector(Settings settings) {
        work = new float[HISTORY + settings.runSamples()];
        scratch = new float[settings.runSamples()];
    }

    /**
     * What may be chosen; none of it changes a result.
     *
     * @param runSamples how many samples are skipped or interpolated together, 32 to 4096: short
     *     runs skip more, long runs cost less for each sample
     */
    public record Settings(int runSamples) {

        /** Measured: the cheapest for music, speech and noise alike. */
        public static final Settings DEFAULT = new Settings(64);

        public Settings {
            if (runSamples < 32 || runSamples > 4_096) {
                throw new IllegalArgumentException("runSamples is 32 to 4096: " + runSamples);
            }
        }
    }

    @Override
    public String id() {
        return DefectId.AUDIO_TRUE_PEAK.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(TRUE_PEAK);
    }

    @Override
    public CostClass cost() {
        return CostClass.LOW;
    }

    @Override
    public void onBlock(AudioBlock block, MeasurementSink out) {
        if (!SoundFormat.isUsable(block)) {
            return;
        }
        long jump = clock.beginBlock(block.presentationTimeMicros(), block.sampleRateHz());
        boolean changes = format.changesTo(block);
        if (changes || jump != 0) {
            if (hopSamples > 0) { // what the hop holds so far may be the peak of the day
                endHop(out);
            }
            if (changes) {
                adoptFormat();
            }
            restart();
        }
        int samplesInHop = block.sampleRateHz() / HOPS_PER_SECOND;
        int count = block.sampleCount();
        int scannedTo = 0;
        for (int from = 0; from < count; ) {
            if (hopSamples == 0) {
                hopStartMicros = clock.microsAt(from);
            }
            int end = Math.min(count, from + samplesInHop - hopSamples);
            if (from >= scannedTo) { // once for each hop of a block
                for (int channel = 0; channel < history.length; channel++) {
                    hopPeak = Math.max(hopPeak, SamplePeak.of(block.samples(channel), from, end));
                }
                scannedTo = end;
            }
            int to = Math.min(end, from + scratch.length);
            for (int channel = 0; channel < history.length; channel++) {
                addRun(block.samples(channel), from, to, history[channel]);
            }
            freshSamples = Math.min(HISTORY, freshSamples + to - from);
            hopSamples += to - from;
            if (hopSamples == samplesInHop) {
                endHop(out);
            }
            from = to;
        }
        clock.endBlock(count);
    }

    private void addRun(float[] samples, int from, int to, float[] past) {
        int count = to - from;
        System.arraycopy(past, 0, work, 0, HISTORY);
        System.arraycopy(samples, from, work, HISTORY, count);
        if (!SamplePeak.isSound(SamplePeak.raw(work, HISTORY, HISTORY + count))) {
            for (int i = HISTORY; i < HISTORY + count; i++) {
                work[i] = SamplePeak.isSound(Math.abs(work[i])) ? work[i] : 0;
            }
        }
        int first = HISTORY + Math.min(count, HISTORY - freshSamples);
        int end = HISTORY + count;
        if (first < end && interpolator.canExceed(hopPeak, work, first, end)) {
            hopPeak = Math.max(hopPeak, interpolator.peak(work, first, end, scratch));
        }
        System.arraycopy(work, count, past, 0, HISTORY);
    }

    private void adoptFormat() {
        history = new float[format.channelCount()][HISTORY];
        interpolator = new Interpolator(Interpolator.factorFor(format.sampleRateHz()));
    }

    private void restart() {
        for (float[] past : history) {
            Arrays.fill(past, 0);
        }
        freshSamples = 0;
        beginHop();
    }

    private void endHop(MeasurementSink out) {
        double level = Decibel.ofAmplitude(hopPeak, FLOOR_DBTP);
        out.measure(TRUE_PEAK, level, clock.reportAt(hopStartMicros));
        beginHop();
    }

    private void beginHop() {
        hopSamples = 0;
        hopPeak = 0;
    }

    @Override
    public void onDiscontinuity() {
        clock.reset();
        restart();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        format.save(out);
        clock.save(out);
        out.writeInt(freshSamples);
        out.writeInt(hopSamples);
        out.writeFloat(hopPeak);
        out.writeLong(hopStartMicros);
        for (float[] past : history) {
            for (float sample : past) {
                out.writeFloat(sample);
            }
        }
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        format.restore(in);
        clock.restore(in);
        freshSamples = in.readInt();
        hopSamples = in.readInt();
        hopPeak = in.readFloat();
        hopStartMicros = in.readLong();
        adoptFormat();
        for (float[] past : history) {
            for (int i = 0; i < HISTORY; i++) {
                past[i] = in.readFloat();
            }
        }
    }
}
