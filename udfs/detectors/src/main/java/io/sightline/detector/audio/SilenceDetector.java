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
import java.util.List;

/**
 * Measures the level of short parts of the sound: the sample peak of the loudest channel, so that
 * only silence in every channel reads low. A peak rather than a mean: it needs no window longer
 * than the part, so that edges stay sharp, and the shortest sound counts.
 *
 * <p>Parts are counted in samples from the start, never in blocks; a jump of the timestamps begins
 * a new part. One instance for each rendition, on the task thread; allocates nothing.
 */
public final class SilenceDetector implements AudioDetector {

    public static final Metric LEVEL =
            new Metric(
                    "audio_level_dbfs",
                    Unit.DBFS,
                    Fold.MAX,
                    "Sample peak of the loudest channel in each part of 5 ms, -120 (digital silence)"
                            + " and up; 0 is full scale.");

    private static final int STATE_VERSION = 1;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private final Settings settings;
    private final SoundFormat format = new SoundFormat();
    private final SoundClock clock = new SoundClock();
    private float partPeak; // of the samples in the part that is not complete yet
    private int partSamples;
    private long partStartMicros;

    public SilenceDetector() {
        this(Settings.DEFAULT);
    }

    public SilenceDetector(Settings settings) {
        this.settings = settings;
    }

    /**
     * What may be chosen.
     *
     * @param partMicros length of a part, 1 to 100 ms: a span's edge is off by at most this much
     * @param floorDbfs what digital silence reads, below -96 (half a step of 16-bit sound)
     */
    public record Settings(int partMicros, double floorDbfs) {

        /** 5 ms: edges may be off by 20 ms; a 40 Hz tone still reads at most 5 dB low. */
        public static final Settings DEFAULT = new Settings(5_000, -120);

        public Settings {
            if (partMicros < 1_000 || partMicros > 100_000) {
                throw new IllegalArgumentException("partMicros is 1000 to 100000: " + partMicros);
            }
            if (!(floorDbfs < -96)) {
                throw new IllegalArgumentException("floorDbfs is below -96: " + floorDbfs);
            }
        }
    }

    @Override
    public String id() {
        return DefectId.AUDIO_SILENCE.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(LEVEL);
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onBlock(AudioBlock block, MeasurementSink out) {
        if (!SoundFormat.isUsable(block)) {
            return;
        }
        long jump = clock.beginBlock(block.presentationTimeMicros(), block.sampleRateHz());
        if (format.changesTo(block) || jump != 0) {
            beginPart();
        }
        int samplesInPart =
                (int) ((long) block.sampleRateHz() * settings.partMicros() / MICROS_PER_SECOND);
        if (partSamples >= samplesInPart) { // restored from other settings
            beginPart();
        }
        int count = block.sampleCount();
        for (int from = 0; from < count; ) {
            if (partSamples == 0) {
                partStartMicros = clock.microsAt(from);
            }
            int to = Math.min(count, from + samplesInPart - partSamples);
            for (int channel = 0; channel < format.channelCount(); channel++) {
                partPeak = Math.max(partPeak, SamplePeak.of(block.samples(channel), from, to));
            }
            partSamples += to - from;
            if (partSamples == samplesInPart) {
                double level = Decibel.ofAmplitude(partPeak, settings.floorDbfs());
                out.measure(LEVEL, level, clock.reportAt(partStartMicros));
                beginPart();
            }
            from = to;
        }
        clock.endBlock(count);
    }

    private void beginPart() {
        partPeak = 0;
        partSamples = 0;
    }

    @Override
    public void onDiscontinuity() {
        clock.reset();
        beginPart();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        format.save(out);
        clock.save(out);
        out.writeFloat(partPeak);
        out.writeInt(partSamples);
        out.writeLong(partStartMicros);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        format.restore(in);
        clock.restore(in);
        partPeak = in.readFloat();
        partSamples = in.readInt();
        partStartMicros = in.readLong();
    }
}
