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
 * Measures the level of short parts of the sound in the loudest channel, so that only silence in
 * every channel reads low: half of the distance from the lowest to the highest sample. A peak
 * rather than a mean: the shortest sound counts.
 *
 * <p>What is too slow to be heard is not sound: an offset (DC), and the slow decay that high-pass
 * filters at a few hertz leave after a sudden end, in the encoder of Opus for one. So the distance
 * is taken in a window of half a period of the lowest audible tone. There are two for each part,
 * one that begins with it and one that ends with it, and the quieter one counts: edges stay as
 * sharp as the parts are short, because one of the two lies in the silence.
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
                    "Half of the peak-to-peak range of the loudest channel around each part of 5 ms,"
                            + " -120 (digital silence) and up; 0 is full scale.");

    private static final int STATE_VERSION = 2;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private final Settings settings;
    private final SoundFormat format = new SoundFormat();
    private final SoundClock clock = new SoundClock();
    private final SampleRanges ranges;
    private int partSamples; // of the part that is not complete yet

    public SilenceDetector() {
        this(Settings.DEFAULT);
    }

    public SilenceDetector(Settings settings) {
        this.settings = settings;
        int windowParts = (settings.windowMicros() - 1) / settings.partMicros() + 1;
        ranges = new SampleRanges(windowParts);
    }

    /**
     * What may be chosen.
     *
     * @param partMicros length of a part, 1 to 100 ms: a span's edge is off by at most this much
     * @param windowMicros half of the period of the lowest tone that counts in full, 1 to 100 ms
     * @param floorDbfs what digital silence reads, below -96 (half a step of 16-bit sound)
     */
    public record Settings(int partMicros, int windowMicros, double floorDbfs) {

        /** Edges may be off by 20 ms; 20 Hz is the lowest tone that is heard. */
        public static final Settings DEFAULT = new Settings(5_000, 25_000, -120);

        public Settings {
            if (partMicros < 1_000 || partMicros > 100_000) {
                throw new IllegalArgumentException("partMicros is 1000 to 100000: " + partMicros);
            }
            if (windowMicros < 1_000 || windowMicros > 100_000) {
                throw new IllegalArgumentException(
                        "windowMicros is 1000 to 100000: " + windowMicros);
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
        return 2;
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
            measureAll(out);
            ranges.begin(format.channelCount());
            partSamples = 0;
        }
        int samplesInPart =
                (int) ((long) block.sampleRateHz() * settings.partMicros() / MICROS_PER_SECOND);
        if (partSamples >= samplesInPart) { // restored from other settings
            partSamples = 0;
        }
        int count = block.sampleCount();
        for (int from = 0; from < count; ) {
            if (partSamples == 0) {
                ranges.beginPart(clock.microsAt(from));
            }
            int to = Math.min(count, from + samplesInPart - partSamples);
            for (int channel = 0; channel < format.channelCount(); channel++) {
                ranges.add(channel, block.samples(channel), from, to);
            }
            partSamples += to - from;
            if (partSamples == samplesInPart) {
                ranges.endPart();
                partSamples = 0;
                if (ranges.isReadable()) {
                    measureOldest(out);
                }
            }
            from = to;
        }
        clock.endBlock(count);
    }

    /** The sound ends here: the last parts have nothing after them that they could wait for. */
    private void measureAll(MeasurementSink out) {
        while (ranges.unread() > 0) {
            measureOldest(out);
        }
    }

    private void measureOldest(MeasurementSink out) {
        long startMicros = clock.reportAt(ranges.oldestUnreadMicros());
        double level = Decibel.ofAmplitude(ranges.readAmplitude(), settings.floorDbfs());
        out.measure(LEVEL, level, startMicros);
    }

    @Override
    public void onDiscontinuity() {
        clock.reset();
        ranges.begin(format.channelCount());
        partSamples = 0;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /**
     * Version 1: format, clock, then peak, samples and start of the part that was not complete.
     * Version 2: format, clock, samples of that part, ranges.
     */
    @Override
    public void save(DataOutput out) throws IOException {
        format.save(out);
        clock.save(out);
        out.writeInt(partSamples);
        ranges.save(out);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        format.restore(in);
        clock.restore(in);
        if (stateVersion == 1) {
            ranges.begin(format.channelCount()); // begins a part anew: shifted by less than 5 ms
            partSamples = 0;
            return;
        }
        partSamples = in.readInt();
        ranges.restore(in);
    }
}
