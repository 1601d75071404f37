package io.sightline.model.sound;

import java.util.Arrays;

/**
 * Brings tenths of a second of sound to 32 kHz, delayed by half of the filter so that nothing after
 * them is needed. A Kaiser-windowed sinc for each phase between two samples.
 */
final class Resampler {

    static final int RATE_HZ = 32_000;
    static final int TENTH = RATE_HZ / 10;

    private static final double KAISER_BETA = 7;

    private final int half;
    private final int history;
    private final Polyphase filter;

    Resampler(int sampleRateHz) {
        half = (int) Math.ceil(16 * Math.max(1.0, sampleRateHz / (double) RATE_HZ));
        history = (2 * half + 3) / 4 * 4; // Polyphase takes four taps at a time
        int step = greatestCommonDivisor(RATE_HZ, sampleRateHz);
        double cutoff = Math.min(14_400.0 / sampleRateHz, 0.45);
        double[][] taps = new double[RATE_HZ / step][];
        for (int phase = 0; phase < taps.length; phase++) {
            double place = (double) phase * sampleRateHz / RATE_HZ;
            taps[phase] = taps(place - Math.floor(place), cutoff);
        }
        filter = new Polyphase(taps.length, sampleRateHz / step, taps, TENTH);
    }

    /**
     * Whether it can be had: a tenth of a second is a whole number of samples, and the ratio of a
     * rate to 32 kHz one of numbers up to 640.
     */
    static boolean accepts(int sampleRateHz) {
        return sampleRateHz % 10 == 0
                && RATE_HZ / greatestCommonDivisor(RATE_HZ, sampleRateHz) <= 640;
    }

    /** Samples before a tenth of a second that are needed. */
    int history() {
        return history;
    }

    private double[] taps(double fraction, double cutoff) {
        double[] taps = new double[history];
        int first = history - 2 * half; // what is too long is 0
        for (int tap = 0; tap < 2 * half; tap++) {
            double at = tap - (half - 1) - fraction;
            taps[first + tap] =
                    Filters.sinc(2 * cutoff * at) * Filters.kaiser(at / half, KAISER_BETA);
        }
        double sum = Arrays.stream(taps).sum();
        for (int tap = first; tap < history; tap++) {
            taps[tap] /= sum;
        }
        return taps;
    }

    /**
     * Writes 3200 samples.
     *
     * @param samples the last {@link #history()} before the tenth, then the tenth
     */
    void resample(float[] samples, float[] result, int to) {
        filter.filter(samples, 0, result, to);
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
