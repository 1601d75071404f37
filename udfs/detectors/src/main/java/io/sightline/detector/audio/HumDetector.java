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
 * Measures how far the lines of mains hum stand out of the sound: 50 or 60 Hz and the harmonics of
 * one of them, each a line narrower than half a hertz that is there for six seconds on end. Notes
 * of bass and organ are as narrow, but none of those tuned to 440 Hz is within 0.9 Hz of the first
 * harmonics, and few last that long.
 *
 * <p>At least two lines of the same mains must stand out, the fundamental or its octave among them.
 * The value counts at the middle of the last second of the window: hum has been there for a while
 * by then.
 *
 * <p>The channels are added up, which keeps hum and loses some of the programme. The sum is brought
 * down to about 2.4 kHz by means of samples, from which each line is demodulated, an eighth of a
 * second at a time, over a quarter (Hann window), so that notes beside a line do not leak into it;
 * what is louder than the median of these moments is limited to it, so that notes in passing do not
 * cover it. One instance for each rendition, on the task thread; allocates only when the format
 * changes.
 */
public final class HumDetector extends PartDetector {

    public static final Metric PROMINENCE =
            new Metric(
                    "hum_db",
                    Unit.DECIBEL,
                    Fold.MAX,
                    "By how much the lines of mains hum stand out of what is within 3 Hz of them"
                            + " over 6 s: the second strongest harmonic of 50 or 60 Hz; 0 and up.");

    public static final Metric FREQUENCY =
            new Metric(
                    "hum_hz",
                    Unit.HERTZ,
                    Fold.LAST,
                    "Which mains frequency stands out most, 50 or 60.");

    private static final int STATE_VERSION = 2;
    private static final int PART_MICROS = 125_000;
    private static final int DECIMATED_HZ = 2_400;
    private static final int PARTS_PER_MEASUREMENT = 4;
    private static final int HARMONICS = 4;
    private static final int[] MAINS_HZ = {50, 60};
    private static final int LINES = MAINS_HZ.length * HARMONICS;
    private static final double LARGEST_DECIBEL = 80;

    private final Settings settings;
    private final HumLine[] lines = new HumLine[LINES];
    private final Fourier fourier = new Fourier(HumLine.BINS);
    private final float[] weights = new float[HumLine.WINDOW]; // Hann
    private final float[] limitedReal = new float[HumLine.WINDOW]; // scratch, as all to the next
    private final float[] limitedImaginary = new float[HumLine.WINDOW];
    private final float[] real = new float[HumLine.BINS];
    private final float[] imaginary = new float[HumLine.BINS];
    private final double[] scratch = new double[HumLine.WINDOW];
    private final double[] prominences = new double[HARMONICS];
    // Of the part under way, by line: real and imaginary, with falling, then with rising weights.
    private final double[] sums = new double[4 * LINES];
    private final double[] rising = new double[2 * LINES]; // of the part before
    private int decimation = 1;
    private float[][] waves = new float[0][0]; // by group: what its sample adds to the sums
    private double mean; // under way, of the samples of all channels
    private long samplesBefore; // whole parts since the start
    private int partsSinceMeasurement;

    public HumDetector() {
        this(Settings.DEFAULT);
    }

    public HumDetector(Settings settings) {
        super(DefectId.AUDIO_HUM, STATE_VERSION, PART_MICROS, PROMINENCE, FREQUENCY);
        this.settings = settings;
        for (int line = 0; line < LINES; line++) {
            lines[line] = new HumLine();
        }
        for (int i = 0; i < HumLine.WINDOW; i++) {
            weights[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / HumLine.WINDOW));
        }
    }

    @Override
    public int version() {
        return 2;
    }

    /**
     * What may be chosen.
     *
     * @param softestDbfs lines below it are not heard and do not count
     */
    public record Settings(double softestDbfs) {

        /** -65 dBFS: just over the threshold of hearing for 50 to 240 Hz at usual levels. */
        public static final Settings DEFAULT = new Settings(-65);
    }

    /** Adds up samples, and whole groups of them to the lines. */
    @Override
    void add(AudioBlock block) {
        int channels = parts.format().channelCount();
        int place = parts.offset();
        for (int at = parts.from(); at < parts.to(); ) {
            int group = place / decimation;
            int end = Math.min(parts.to(), at + (group + 1) * decimation - place);
            for (int channel = 0; channel < channels; channel++) {
                mean = sum(mean, block.samples(channel), at, end);
            }
            place += end - at;
            at = end;
            if (place == (group + 1) * decimation) {
                endGroup(group);
            }
        }
    }

    private static double sum(double before, float[] samples, int from, int to) {
        double sum = before;
        for (int i = from; i < to; i++) {
            sum += samples[i];
        }
        if (SoundSamples.isSound(sum)) {
            return sum;
        }
        sum = before;
        for (int i = from; i < to; i++) {
            sum += SoundSamples.of(samples[i]);
        }
        return sum;
    }

    private void endGroup(int group) {
        float sample = (float) (mean / decimation / parts.format().channelCount());
        mean = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += sample * waves[group][i];
        }
    }

    @Override
    void endPart(MeasurementSink out) {
        double scale = 2.0 / waves.length;
        double seconds = samplesBefore / (double) parts.format().sampleRateHz();
        for (int line = 0; line < LINES; line++) {
            double cycles = hertz(line) * seconds;
            double angle = -2 * Math.PI * (cycles - Math.floor(cycles));
            double cosine = scale * Math.cos(angle);
            double sine = scale * Math.sin(angle);
            int at = 4 * line;
            lines[line].add(
                    (float) (rising[2 * line] + sums[at] * cosine - sums[at + 1] * sine),
                    (float) (rising[2 * line + 1] + sums[at] * sine + sums[at + 1] * cosine));
            rising[2 * line] = sums[at + 2] * cosine - sums[at + 3] * sine;
            rising[2 * line + 1] = sums[at + 2] * sine + sums[at + 3] * cosine;
        }
        Arrays.fill(sums, 0);
        samplesBefore += parts.wholeSamples();
        partsSinceMeasurement++;
        if (lines[0].isFull() && partsSinceMeasurement >= PARTS_PER_MEASUREMENT) {
            partsSinceMeasurement = 0;
            measure(out);
        }
    }

    private void measure(MeasurementSink out) {
        double most = 0;
        int mainsHz = MAINS_HZ[0];
        for (int mains = 0; mains < MAINS_HZ.length; mains++) {
            for (int harmonic = 0; harmonic < HARMONICS; harmonic++) {
                prominences[harmonic] = prominence(lines[mains * HARMONICS + harmonic]);
            }
            double prominence = ofMains();
            if (prominence > most) {
                most = prominence;
                mainsHz = MAINS_HZ[mains];
            }
        }
        long atMicros = parts.reportAt(parts.startMicros() - 375_000);
        out.measure(PROMINENCE, Math.min(LARGEST_DECIBEL, most), atMicros);
        if (most > 0) {
            out.measure(FREQUENCY, mainsHz, atMicros);
        }
    }

    private double ofMains() {
        double strongest = 0;
        double second = 0;
        for (double prominence : prominences) {
            if (prominence > strongest) {
                second = strongest;
                strongest = prominence;
            } else {
                second = Math.max(second, prominence);
            }
        }
        return Math.min(second, Math.max(prominences[0], prominences[1]));
    }

    private double prominence(HumLine line) {
        line.unroll(limitedReal, limitedImaginary, scratch);
        Arrays.fill(real, 0);
        Arrays.fill(imaginary, 0);
        for (int i = 0; i < HumLine.WINDOW; i++) {
            real[i] = weights[i] * limitedReal[i];
            imaginary[i] = weights[i] * limitedImaginary[i];
        }
        fourier.transform(real, imaginary);
        int bin = HumLine.strongestBin(real, imaginary);
        double power = HumLine.power(real, imaginary, bin);
        // The weights of the window add up to half of its length.
        double amplitude = Math.sqrt(power) * 2 / HumLine.WINDOW;
        if (Decibel.ofAmplitude(amplitude, -120) < settings.softestDbfs()
                || !HumLine.isSteady(limitedReal, limitedImaginary, bin)) {
            return 0;
        }
        double floor = HumLine.floor(real, imaginary, scratch);
        return Math.max(0, floor > 0 ? Decibel.ofPower(power / floor, 0) : LARGEST_DECIBEL);
    }

    private static int hertz(int line) {
        return MAINS_HZ[line / HARMONICS] * (line % HARMONICS + 1);
    }

    @Override
    void adoptFormat(SoundFormat format) {
        int rate = format.sampleRateHz();
        int samples = (int) ((long) rate * PART_MICROS / 1_000_000);
        decimation = Math.max(1, rate / DECIMATED_HZ);
        while (samples % decimation != 0) {
            decimation--; // groups that leave samples over would let other tones leak into a line
        }
        int groups = samples / decimation;
        waves = new float[groups][4 * LINES];
        for (int group = 0; group < groups; group++) {
            double rise = Math.pow(Math.sin(Math.PI / 2 * (group + 0.5) / groups), 2);
            for (int line = 0; line < LINES; line++) {
                double angle = -2 * Math.PI * hertz(line) * group * decimation / rate;
                waves[group][4 * line] = (float) ((1 - rise) * Math.cos(angle));
                waves[group][4 * line + 1] = (float) ((1 - rise) * Math.sin(angle));
                waves[group][4 * line + 2] = (float) (rise * Math.cos(angle));
                waves[group][4 * line + 3] = (float) (rise * Math.sin(angle));
            }
        }
    }

    @Override
    void clear() {
        for (HumLine line : lines) {
            line.clear();
        }
        Arrays.fill(sums, 0);
        Arrays.fill(rising, 0);
        mean = 0;
        samplesBefore = 0;
        partsSinceMeasurement = 0;
    }

    /**
     * Version 1 had windows of 8 s, which are not read: it begins anew. Version 2: parts, samples
     * before them, the part under way, the end of the one before, the lines.
     */
    @Override
    void saveRest(DataOutput out) throws IOException {
        out.writeLong(samplesBefore);
        out.writeByte(partsSinceMeasurement);
        out.writeDouble(mean);
        for (double sum : sums) {
            out.writeDouble(sum);
        }
        for (double sum : rising) {
            out.writeDouble(sum);
        }
        for (HumLine line : lines) {
            line.save(out);
        }
    }

    @Override
    void restoreRest(int savedVersion, DataInput in) throws IOException {
        if (savedVersion == 1) {
            clear();
            return;
        }
        samplesBefore = in.readLong();
        partsSinceMeasurement = in.readUnsignedByte();
        mean = in.readDouble();
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.readDouble();
        }
        for (int i = 0; i < rising.length; i++) {
            rising[i] = in.readDouble();
        }
        for (HumLine line : lines) {
            line.restore(in);
        }
    }
}
