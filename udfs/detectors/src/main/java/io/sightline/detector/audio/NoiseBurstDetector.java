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
 * music it is a small part of it. A high tone has it too, but its spectrum is a line; that of noise
 * is broad, which the powers of the sound, of its first and of its second difference tell (Cauchy
 * and Schwarz). Parts of 10 ms in which it is at least half of that are compared, by that power,
 * with the most powerful part of the two seconds before. One instance for each rendition, on the
 * task thread; allocates only when the format changes.
 */
public final class NoiseBurstDetector extends PartDetector {

    public static final Metric RISE =
            new Metric(
                    "noise_burst_db",
                    Unit.DECIBEL,
                    Fold.MAX,
                    "By how much noise in this 10 ms is above everything of the 2 s before, in the"
                            + " second difference; 0 where it is no noise or not loud.");

    private static final int STATE_VERSION = 2;
    private static final int PART_MICROS = 10_000;
    private static final int MEMORY = 200; // parts
    private static final int LEAST_MEMORY = 50;
    private static final double FLOOR_DBFS = -120;
    private static final double WHITE = 6; // power of the second difference of white noise of 1

    private final Settings settings;
    private double[] powers = new double[0]; // of the part under way, by channel
    private double[] slopes = new double[0]; // power of the first difference
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

    @Override
    public int version() {
        return 2;
    }

    /**
     * What may be chosen.
     *
     * @param whiteness power of the second difference to that of the sound, from which on it is
     *     noise; 6 in white noise
     * @param breadth powers of the sound and of its second difference, multiplied, to the square of
     *     that of the first: 1 for a tone, 1.5 for white noise
     * @param softestDbfs a burst is not below it
     * @param riseDecibel from which on a part is a burst and no example of the sound before
     * @param longestParts after so many parts of 10 ms a burst is what the programme sounds like
     */
    public record Settings(
            double whiteness,
            double breadth,
            double softestDbfs,
            double riseDecibel,
            int longestParts) {

        /** -30 dBFS: damaged frames are loud; what is softer and stays is hiss. */
        public static final Settings DEFAULT = new Settings(1, 1.15, -30, 6, 150);
    }

    @Override
    void add(AudioBlock block) {
        for (int channel = 0; channel < powers.length; channel++) {
            add(channel, block.samples(channel), parts.from(), parts.to());
        }
    }

    private void add(int channel, float[] samples, int from, int to) {
        float before = differences.last(channel);
        float[] bendsOfRun = differences.of(channel, samples, from, to);
        if (!differences.isSoundAsGiven()) {
            for (int i = from; i < to; i++) {
                addSample(channel, SoundSamples.of(samples[i]), before, bendsOfRun[i - from]);
                before = SoundSamples.of(samples[i]);
            }
            return;
        }
        double power = powers[channel];
        double slope = slopes[channel];
        double bend = bends[channel];
        for (int i = from; i < to; i++) { // sums that do not wait for each other
            double step = samples[i] - before;
            double bendHere = bendsOfRun[i - from];
            before = samples[i];
            power += (double) before * before;
            slope += step * step;
            bend += bendHere * bendHere;
        }
        powers[channel] = power;
        slopes[channel] = slope;
        bends[channel] = bend;
    }

    private void addSample(int channel, float sample, float before, double bend) {
        double step = sample - before;
        powers[channel] += (double) sample * sample;
        slopes[channel] += step * step;
        bends[channel] += bend * bend;
    }

    @Override
    void endPart(MeasurementSink out) {
        double loudest = 0;
        double whitest = 0;
        for (int channel = 0; channel < powers.length; channel++) {
            loudest = Math.max(loudest, bends[channel]);
            if (isNoise(powers[channel], slopes[channel], bends[channel])) {
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
        Arrays.fill(slopes, 0);
        Arrays.fill(bends, 0);
    }

    /** High enough, and broad: of any one tone the product is the square, of white noise 1.5. */
    private boolean isNoise(double power, double slope, double bend) {
        return bend >= settings.whiteness() * power
                && bend * power >= settings.breadth() * slope * slope;
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
        slopes = new double[channels];
        bends = new double[channels];
        differences.begin(channels, parts.wholeSamples());
    }

    @Override
    void clear() {
        Arrays.fill(powers, 0);
        Arrays.fill(slopes, 0);
        Arrays.fill(bends, 0);
        differences.clear();
        next = 0;
        filled = 0;
        burstParts = 0;
    }

    /**
     * Version 1: parts; the part under way of each channel, without first differences; the levels
     * before. Version 2: with them.
     */
    @Override
    void saveRest(DataOutput out) throws IOException {
        for (int channel = 0; channel < powers.length; channel++) {
            out.writeDouble(powers[channel]);
            out.writeDouble(slopes[channel]);
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
            slopes[channel] = savedVersion == 1 ? 0 : in.readDouble(); // too small: for 10 ms
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
