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
import java.util.Arrays;

/**
 * Measures by how much noise bursts into the sound: what a decoder makes of damaged frames is loud,
 * white, and there from one moment to the next.
 *
 * <p>White noise is told by its second difference, whose power is six times its own; in speech and
 * music it is a small part of it. Parts of 10 ms in which it is at least half of that are compared,
 * by that power, with the most powerful part of the two seconds before. One instance for each
 * rendition, on the task thread; allocates only when the format changes.
 */
public final class NoiseBurstDetector extends PartDetector {

    public static final Metric RISE =
            new Metric(
                    "noise_burst_db",
                    Unit.DECIBEL,
                    Fold.MAX,
                    "By how much noise in this 10 ms is above everything of the 2 s before, in the"
                            + " second difference; 0 where it is no noise or not loud.");

    private static final int STATE_VERSION = 1;
    private static final int PART_MICROS = 10_000;
    private static final int MEMORY = 200; // parts
    private static final int LEAST_MEMORY = 50;
    private static final double FLOOR_DBFS = -120;
    private static final double WHITE = 6; // power of the second difference of white noise of 1

    private final Settings settings;
    private double[] powers = new double[0]; // of the part under way, by channel
    private double[] bends = new double[0]; // power of the second difference
    private final SecondDifferences differences = new SecondDifferences();
    private final float[] memoryDbfs = new float[MEMORY];
    private int next; // slot of the memory
    private int filled;
    private int burstParts;

    public NoiseBurstDetector() {
        this(Settings.DEFAULT);
    }

    public NoiseBurstDetector(Settings settings) {
        super(DefectId.AUDIO_NOISE_BURST, STATE_VERSION, PART_MICROS, RISE);
        this.settings = settings;
    }

    /**
     * What may be chosen.
     *
     * @param whiteness power of the second difference to that of the sound, from which on it is
     *     noise; 6 in white noise
     * @param softestDbfs a burst is not below it
     * @param riseDecibel from which on a part is a burst and no example of the sound before
     * @param longestParts after so many parts of 10 ms a burst is what the programme sounds like
     */
    public record Settings(
            double whiteness, double softestDbfs, double riseDecibel, int longestParts) {

        public static final Settings DEFAULT = new Settings(1, -36, 6, 150);
    }

    @Override
    void add(AudioBlock block) {
        for (int channel = 0; channel < powers.length; channel++) {
            float[] samples = block.samples(channel);
            powers[channel] = power(powers[channel], samples, parts.from(), parts.to());
            float[] ofRun = differences.of(channel, samples, parts.from(), parts.to());
            bends[channel] = power(bends[channel], ofRun, 0, parts.to() - parts.from());
        }
    }

    private static double power(double before, float[] samples, int from, int to) {
        double power = before;
        for (int i = from; i < to; i++) {
            power += (double) samples[i] * samples[i];
        }
        if (SoundSamples.isSound(power)) {
            return power;
        }
        power = before;
        for (int i = from; i < to; i++) {
            double sample = SoundSamples.of(samples[i]);
            power += sample * sample;
        }
        return power;
    }

    @Override
    void endPart(MeasurementSink out) {
        double loudest = 0;
        double whitest = 0;
        for (int channel = 0; channel < powers.length; channel++) {
            loudest = Math.max(loudest, bends[channel]);
            if (bends[channel] >= settings.whiteness() * powers[channel]) {
                whitest = Math.max(whitest, bends[channel]);
            }
        }
        int samples = parts.wholeSamples();
        float level = (float) Decibel.ofPower(loudest / WHITE / samples, FLOOR_DBFS);
        double noise = Decibel.ofPower(whitest / WHITE / samples, FLOOR_DBFS);
        double rise = 0;
        if (filled >= LEAST_MEMORY && noise >= settings.softestDbfs()) {
            rise = Math.max(0, noise - loudestInMemory());
        }
        burstParts = rise >= settings.riseDecibel() ? burstParts + 1 : 0;
        if (burstParts == 0 || burstParts > settings.longestParts()) {
            memoryDbfs[next] = level;
            next = (next + 1) % MEMORY;
            filled = Math.min(filled + 1, MEMORY);
        }
        out.measure(RISE, rise, parts.reportAt(parts.startMicros()));
        Arrays.fill(powers, 0);
        Arrays.fill(bends, 0);
    }

    private double loudestInMemory() {
        float loudest = (float) FLOOR_DBFS;
        for (int i = 0; i < filled; i++) {
            loudest = Math.max(loudest, memoryDbfs[i]);
        }
        return Math.max(loudest, settings.softestDbfs() - 20);
    }

    @Override
    void adoptFormat(SoundFormat format) {
        int channels = format.channelCount();
        powers = new double[channels];
        bends = new double[channels];
        differences.begin(channels, parts.wholeSamples());
    }

    @Override
    void clear() {
        Arrays.fill(powers, 0);
        Arrays.fill(bends, 0);
        differences.clear();
        next = 0;
        filled = 0;
        burstParts = 0;
    }

    /** Version 1: parts; the part under way of each channel; the levels before. */
    @Override
    void saveRest(DataOutput out) throws IOException {
        for (int channel = 0; channel < powers.length; channel++) {
            out.writeDouble(powers[channel]);
            out.writeDouble(bends[channel]);
            differences.save(channel, out);
        }
        out.writeShort(burstParts);
        out.writeShort(next);
        out.writeShort(filled);
        for (int i = 0; i < filled; i++) { // filled from slot 0 on
            out.writeFloat(memoryDbfs[i]);
        }
    }

    @Override
    void restoreRest(int savedVersion, DataInput in) throws IOException {
        for (int channel = 0; channel < powers.length; channel++) {
            powers[channel] = in.readDouble();
            bends[channel] = in.readDouble();
            differences.restore(channel, in);
        }
        burstParts = in.readUnsignedShort();
        next = in.readUnsignedShort();
        filled = in.readUnsignedShort();
        for (int i = 0; i < filled; i++) {
            memoryDbfs[i] = in.readFloat();
        }
    }
}
