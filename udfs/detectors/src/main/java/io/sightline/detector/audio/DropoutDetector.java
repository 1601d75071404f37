package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures interruptions of the sound: it stops within a thousandth of a second, is as good as gone
 * in every channel for 8 to 600 ms, and comes back as suddenly ({@link GapFinder}); or a hole in
 * its timestamps of 0.1 to 1.4 s, which players fill with silence or skip.
 *
 * <p>An interruption is measured when it is over, at the instants of its own: its length where it
 * began, and 0 where it ended. One instance for each rendition, on the task thread; allocates
 * nothing.
 */
public final class DropoutDetector extends PartDetector {

    public static final Metric LENGTH =
            new Metric(
                    "dropout_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "Length of the interruption of the sound that lasts at this instant, 0 where"
                            + " there is none.");

    private static final int STATE_VERSION = 1;
    private static final int PART_MICROS = 1_000;
    private static final int PARTS_PER_REPORT = 100;
    private static final int SETTLED_PARTS = 1_000;
    private static final double FLOOR_DBFS = -120;

    private final Settings settings;
    private final GapFinder gaps = new GapFinder();
    private float[] lowestByChannel = new float[0]; // of the part under way
    private float[] highestByChannel = new float[0];
    private int sinceReport; // parts
    private int soundParts; // on end so far, at most SETTLED_PARTS

    public DropoutDetector() {
        this(Settings.DEFAULT);
    }

    public DropoutDetector(Settings settings) {
        super(DefectId.AUDIO_DROPOUT, STATE_VERSION, PART_MICROS, LENGTH);
        this.settings = settings;
    }

    /**
     * What may be chosen.
     *
     * @param shortestHoleMicros a jump of the timestamps by so much is an interruption
     * @param longestHoleMicros and by more is none
     */
    public record Settings(long shortestHoleMicros, long longestHoleMicros) {

        /**
         * 100 ms: muxers and segment borders leave out up to two blocks, 93 ms of HE-AAC, where
         * nothing is missing to the ear. 1.4 s: what the rows of a second wait for; sound that is
         * missing for longer, or a clock that jumps, is another defect.
         */
        public static final Settings DEFAULT = new Settings(100_000, 1_400_000);

        public Settings {
            if (shortestHoleMicros <= SoundClock.JITTER_MICROS) {
                throw new IllegalArgumentException(
                        "shortestHoleMicros is over the jitter: " + shortestHoleMicros);
            }
        }
    }

    /** A hole in the sound; timestamps settle in its first second, which tells nothing. */
    @Override
    void jump(AudioBlock block, MeasurementSink out) {
        long hole = parts.jumpMicros();
        if (soundParts == SETTLED_PARTS
                && hole >= settings.shortestHoleMicros()
                && hole <= settings.longestHoleMicros()) {
            long endMicros = block.presentationTimeMicros();
            measure(endMicros - hole, endMicros, hole / 1_000.0, out);
        }
    }

    @Override
    void add(AudioBlock block) {
        for (int channel = 0; channel < lowestByChannel.length; channel++) {
            add(channel, block.samples(channel), parts.from(), parts.to());
        }
    }

    private void add(int channel, float[] samples, int from, int to) {
        float low = lowestByChannel[channel];
        float high = highestByChannel[channel];
        for (int i = from; i < to; i++) {
            low = Math.min(low, samples[i]);
            high = Math.max(high, samples[i]);
        }
        if (!SamplePeak.isSound(Math.max(-low, high))) { // NaN goes through
            low = lowestByChannel[channel];
            high = highestByChannel[channel];
            for (int i = from; i < to; i++) {
                float sample = SoundSamples.of(samples[i]);
                low = Math.min(low, sample);
                high = Math.max(high, sample);
            }
        }
        lowestByChannel[channel] = low;
        highestByChannel[channel] = high;
    }

    @Override
    void endPart(MeasurementSink out) {
        float range = 0;
        for (int channel = 0; channel < lowestByChannel.length; channel++) {
            range = Math.max(range, highestByChannel[channel] - lowestByChannel[channel]);
        }
        clearPart();
        float levelDbfs = (float) Decibel.ofAmplitude(range / 2, FLOOR_DBFS);
        sinceReport++;
        soundParts = Math.min(soundParts + 1, SETTLED_PARTS);
        if (gaps.add(levelDbfs)) {
            long partMicros = gaps.lengthParts() * partNanos() / 1_000;
            long endMicros = parts.endMicros() - gaps.partsSinceEnd() * partNanos() / 1_000;
            measure(endMicros - partMicros, endMicros, partMicros / 1_000.0, out);
        } else if (sinceReport >= PARTS_PER_REPORT && !gaps.isUndecided()) {
            long behindMicros = (gaps.settledParts() + 1) * partNanos() / 1_000;
            out.measure(LENGTH, 0, parts.reportAt(parts.endMicros() - behindMicros));
            sinceReport = 0;
        }
    }

    private long partNanos() {
        return parts.wholeSamples() * 1_000_000_000L / parts.format().sampleRateHz();
    }

    private void measure(long startMicros, long endMicros, double millis, MeasurementSink out) {
        out.measure(LENGTH, millis, parts.reportAt(startMicros));
        out.measure(LENGTH, 0, parts.reportAt(endMicros));
        sinceReport = 0;
    }

    @Override
    void adoptFormat(SoundFormat format) {
        lowestByChannel = new float[format.channelCount()];
        highestByChannel = new float[format.channelCount()];
    }

    private void clearPart() {
        for (int channel = 0; channel < lowestByChannel.length; channel++) {
            lowestByChannel[channel] = Float.POSITIVE_INFINITY;
            highestByChannel[channel] = Float.NEGATIVE_INFINITY;
        }
    }

    @Override
    void clear() {
        clearPart();
        gaps.clear();
        sinceReport = 0;
        soundParts = 0;
    }

    /** Version 1: parts, counts of them, ranges of the part under way, gaps. */
    @Override
    void saveRest(DataOutput out) throws IOException {
        out.writeInt(sinceReport);
        out.writeShort(soundParts);
        for (int channel = 0; channel < lowestByChannel.length; channel++) {
            out.writeFloat(lowestByChannel[channel]);
            out.writeFloat(highestByChannel[channel]);
        }
        gaps.save(out);
    }

    @Override
    void restoreRest(int savedVersion, DataInput in) throws IOException {
        sinceReport = in.readInt();
        soundParts = in.readUnsignedShort();
        for (int channel = 0; channel < lowestByChannel.length; channel++) {
            lowestByChannel[channel] = in.readFloat();
            highestByChannel[channel] = in.readFloat();
        }
        gaps.restore(in);
    }
}
