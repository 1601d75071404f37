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
 * Measures by how much the floor of broadband noise has risen from one second to the next: a
 * preamplifier, a cable or a receiver that begins to hiss. The floor is what is left in the pauses
 * of the programme (minimum statistics: R. Martin, IEEE Trans. Speech and Audio Processing 9(5),
 * 2001), in three bands above speech.
 *
 * <p>Only what is steady and flat counts as hiss: within three seconds the quietest tenth and third
 * of the moments lie close together, and the bands differ little. Cymbals, voices and engines are
 * neither. Heavy rain and applause that set in are both: to any measure they are a noise floor that
 * rose. Where they were there from the start, or swell slowly, nothing is measured.
 *
 * <p>A window counts from its middle. One instance for each rendition, on the task thread;
 * allocates only when the format changes.
 */
public final class HissDetector extends PartDetector {

    public static final Metric RISE =
            new Metric(
                    "noise_floor_rise_db",
                    Unit.DECIBEL,
                    Fold.MAX,
                    "By how much the steady, flat noise floor of the last 2.5 s is above the"
                            + " floor before it rose; 0 while it is not steady or not flat.");

    private static final int STATE_VERSION = 1;
    private static final int PART_MICROS = 50_000;
    private static final int FFT = 256;
    private static final int BANDS = 3;
    private static final int WINDOW = 50; // parts, 2.5 s
    private static final int PARTS_PER_MEASUREMENT = 10;
    private static final float FLOOR_DB = -120;
    private static final float SILENT = 1e-4f; // -80 dBFS
    private static final float SILENT_DB = FLOOR_DB - 1;
    private static final double[] BAND_SHARES = {0.5, 0.65, 0.8, 0.95}; // of the highest frequency
    private static final double HIGHEST_HZ = 10_000;
    private static final double HIGHEST_SHARE = 0.42; // of the sample rate

    private final Settings settings;
    private final Fourier fourier = new Fourier(FFT);
    private final float[] real = new float[FFT]; // the first samples of the part under way
    private final float[] imaginary = new float[FFT];
    private final float[] weights = new float[FFT]; // Hann
    private final float[][] levels = new float[BANDS][WINDOW]; // ring, decibels
    private final float[] sorted = new float[WINDOW]; // scratch
    private final int[] firstBins = new int[BANDS + 1];
    private int next;
    private int filled;
    private float reference = Float.POSITIVE_INFINITY; // the floor to compare with
    private float previousFloor;
    private int sinceMeasurement;

    public HissDetector() {
        this(Settings.DEFAULT);
    }

    public HissDetector(Settings settings) {
        super(DefectId.AUDIO_HISS, STATE_VERSION, PART_MICROS, RISE);
        this.settings = settings;
        for (int i = 0; i < FFT; i++) {
            weights[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / FFT));
        }
    }

    /**
     * What may be chosen.
     *
     * @param spreadDecibel how far the quietest tenth and third of the moments may lie apart
     * @param unevenDecibel how far the floors of the bands may lie apart
     * @param swellDecibel a rise within half a second up to this is the sound that swells
     * @param quietestDbfs a floor that is lower counts as this; hiss below it is not heard
     */
    public record Settings(
            double spreadDecibel, double unevenDecibel, double swellDecibel, double quietestDbfs) {

        public static final Settings DEFAULT = new Settings(2.2, 6, 6, -80);
    }

    /** Keeps the samples that belong to the window at the start of the part. */
    @Override
    void add(AudioBlock block) {
        int offset = parts.offset();
        int count = Math.min(parts.to() - parts.from(), FFT - offset);
        int channels = parts.format().channelCount();
        for (int i = 0; i < count; i++) {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += SoundSamples.of(block.samples(channel)[parts.from() + i]);
            }
            real[offset + i] = sum / channels;
        }
    }

    @Override
    void endPart(MeasurementSink out) {
        float peak = 0;
        for (int i = 0; i < FFT; i++) {
            peak = Math.max(peak, Math.abs(real[i]));
            real[i] *= weights[i];
            imaginary[i] = 0;
        }
        fourier.transform(real, imaginary);
        for (int band = 0; band < BANDS; band++) {
            double power = 0;
            for (int bin = firstBins[band]; bin < firstBins[band + 1]; bin++) {
                power += (double) real[bin] * real[bin] + (double) imaginary[bin] * imaginary[bin];
            }
            // As if the whole spectrum were like this band: full-scale white noise reads 0.
            double density = power / (firstBins[band + 1] - firstBins[band]) / (FFT * 0.375);
            levels[band][next] =
                    peak < SILENT ? SILENT_DB : (float) Decibel.ofPower(density, FLOOR_DB);
        }
        next = (next + 1) % WINDOW;
        filled = Math.min(filled + 1, WINDOW);
        Arrays.fill(real, 0);
        sinceMeasurement++;
        if (filled == WINDOW && sinceMeasurement >= PARTS_PER_MEASUREMENT) {
            sinceMeasurement = 0;
            measure(out);
        }
    }

    private void measure(MeasurementSink out) {
        if (isMuted()) {
            out.measure(RISE, 0, middleMicros());
            return;
        }
        double floor = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < WINDOW; i++) {
            sorted[i] = (levels[0][i] + levels[1][i] + levels[2][i]) / BANDS;
        }
        Arrays.sort(sorted);
        double spread = sorted[WINDOW / 3] - sorted[WINDOW / 10];
        for (int band = 0; band < BANDS; band++) {
            System.arraycopy(levels[band], 0, sorted, 0, WINDOW);
            Arrays.sort(sorted);
            double ofBand = Math.max(settings.quietestDbfs(), sorted[WINDOW / 10]);
            least = Math.min(least, ofBand);
            most = Math.max(most, ofBand);
            floor += ofBand / BANDS;
        }
        follow((float) floor);
        boolean isHiss =
                spread <= settings.spreadDecibel() && most - least <= settings.unevenDecibel();
        double rise = isHiss ? Math.max(0, floor - reference) : 0;
        out.measure(RISE, rise, middleMicros());
    }

    /** Silence has no floor: the sound after it is compared with that before it. */
    private boolean isMuted() {
        int silent = 0;
        for (int i = 0; i < WINDOW; i++) {
            silent += levels[0][i] == SILENT_DB ? 1 : 0;
        }
        return silent > WINDOW / 10;
    }

    private long middleMicros() {
        return parts.reportAt(parts.startMicros() - PART_MICROS * WINDOW / 2);
    }

    /** What swells in steps is taken for the sound itself; what falls is the new reference. */
    private void follow(float floor) {
        float step = floor - previousFloor;
        if (reference == Float.POSITIVE_INFINITY || floor < reference) {
            reference = floor;
        } else if (step > 0 && step <= settings.swellDecibel()) {
            reference = Math.min(floor, reference + step);
        }
        previousFloor = floor;
    }

    @Override
    void adoptFormat(SoundFormat format) {
        int rate = format.sampleRateHz();
        double highestHz = Math.min(HIGHEST_HZ, HIGHEST_SHARE * rate);
        for (int edge = 0; edge <= BANDS; edge++) {
            firstBins[edge] = (int) Math.round(BAND_SHARES[edge] * highestHz * FFT / rate);
            if (edge > 0) {
                firstBins[edge] = Math.max(firstBins[edge], firstBins[edge - 1] + 1);
            }
        }
    }

    @Override
    void clear() {
        Arrays.fill(real, 0);
        next = 0;
        filled = 0;
        reference = Float.POSITIVE_INFINITY;
        previousFloor = 0;
        sinceMeasurement = 0;
    }

    /** Version 1: parts, samples kept of the part under way, levels, floors. */
    @Override
    void saveRest(DataOutput out) throws IOException {
        for (float sample : real) {
            out.writeFloat(sample);
        }
        out.writeByte(next);
        out.writeByte(filled);
        for (float[] ofBand : levels) {
            for (int i = 0; i < filled; i++) { // filled from slot 0 on
                out.writeFloat(ofBand[i]);
            }
        }
        out.writeFloat(reference);
        out.writeFloat(previousFloor);
        out.writeByte(sinceMeasurement);
    }

    @Override
    void restoreRest(int savedVersion, DataInput in) throws IOException {
        for (int i = 0; i < FFT; i++) {
            real[i] = in.readFloat();
        }
        next = in.readUnsignedByte();
        filled = in.readUnsignedByte();
        for (float[] ofBand : levels) {
            for (int i = 0; i < filled; i++) {
                ofBand[i] = in.readFloat();
            }
        }
        reference = in.readFloat();
        previousFloor = in.readFloat();
        sinceMeasurement = in.readUnsignedByte();
    }
}
