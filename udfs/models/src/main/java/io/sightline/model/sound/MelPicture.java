package io.sightline.model.sound;

import io.sightline.detector.audio.Fourier;

/** The levels of 64 bands in each hundredth of a second. Two frames are transformed at a time. */
final class MelPicture {

    static final int BANDS = 64;

    private static final int FRAME_SAMPLES = 512;
    private static final int HOP_SAMPLES = 320;
    private static final int BINS = FRAME_SAMPLES / 2 + 1;
    private static final double LEAST_POWER = 1e-9;

    private final Fourier fourier = new Fourier(FRAME_SAMPLES);
    private final float[] window = new float[FRAME_SAMPLES];
    private final int[] firstBins = new int[BANDS];
    private final float[][] weights = new float[BANDS][];
    private final float[] real = new float[FRAME_SAMPLES]; // scratch, as the next three
    private final float[] imaginary = new float[FRAME_SAMPLES];
    private final float[] first = new float[BINS];
    private final float[] second = new float[BINS];

    MelPicture() {
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            // A full-scale sine then has a power of 1.
            window[i] = (float) (Filters.hann(i, FRAME_SAMPLES) * 4 / FRAME_SAMPLES);
        }
        for (int band = 0; band < BANDS; band++) {
            fillTriangle(band, corner(band), corner(band + 1), corner(band + 2));
        }
    }

    private static double corner(int index) {
        return 2_500 * (Math.pow(7, index / (BANDS + 1.0)) - 1);
    }

    private void fillTriangle(int band, double low, double middle, double high) {
        double binHertz = Resampler.RATE_HZ / (double) FRAME_SAMPLES;
        int from = (int) Math.ceil(low / binHertz);
        int to = (int) Math.floor(high / binHertz) + 1;
        firstBins[band] = from;
        weights[band] = new float[to - from];
        for (int bin = from; bin < to; bin++) {
            double hertz = bin * binHertz;
            double weight =
                    Math.min((hertz - low) / (middle - low), (high - hertz) / (high - middle));
            weights[band][bin - from] = (float) Math.max(0, weight);
        }
    }

    /**
     * Writes the picture of a tenth of a second, hop by hop.
     *
     * @param samples at 32 kHz
     * @param from where the tenth starts
     */
    void measure(float[] samples, int from, int firstHop, float[] mel) {
        for (int i = 0; i < SoundFeatures.HOPS_PER_TENTH; i += 2) {
            int hop = firstHop + i;
            int start = from + (i + 1) * HOP_SAMPLES - FRAME_SAMPLES;
            transform(samples, start);
            writeBands(first, mel, hop * BANDS);
            writeBands(second, mel, (hop + 1) * BANDS);
        }
    }

    private void transform(float[] samples, int start) {
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            real[i] = window[i] * samples[start + i];
            imaginary[i] = window[i] * samples[start + HOP_SAMPLES + i];
        }
        fourier.transform(real, imaginary);
        separate();
    }

    /** The powers of two real signals from the spectrum of both as one complex signal. */
    private void separate() {
        for (int bin = 0; bin < BINS; bin++) {
            int mirrored = (FRAME_SAMPLES - bin) % FRAME_SAMPLES;
            float evenReal = (real[bin] + real[mirrored]) / 2;
            float oddReal = (real[bin] - real[mirrored]) / 2;
            float evenImaginary = (imaginary[bin] + imaginary[mirrored]) / 2;
            float oddImaginary = (imaginary[bin] - imaginary[mirrored]) / 2;
            first[bin] = evenReal * evenReal + oddImaginary * oddImaginary;
            second[bin] = evenImaginary * evenImaginary + oddReal * oddReal;
        }
    }

    private void writeBands(float[] power, float[] mel, int at) {
        for (int band = 0; band < BANDS; band++) {
            float[] triangle = weights[band];
            float sum = 0;
            for (int i = 0; i < triangle.length; i++) {
                sum += triangle[i] * power[firstBins[band] + i];
            }
            mel[at + band] = (float) Filters.decibel(sum, LEAST_POWER);
        }
    }
}
