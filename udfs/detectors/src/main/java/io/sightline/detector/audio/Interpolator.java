package io.sightline.detector.audio;

/**
 * Reconstructs the waveform between samples: ITU-R BS.1770 annex 2, with a filter of our own (24
 * taps for each point instead of 12). A Kaiser-windowed sinc: samples themselves pass unchanged, so
 * that only the points between them are computed.
 */
final class Interpolator {

    /** Taps for each point between two samples, half of them before it. */
    static final int TAPS = 24;

    private static final double KAISER_BETA =
            5.0; // flat within 0.1 dB up to 0.42 of the sample rate
    private static final double ROUNDING = 1.000_1; // the sums below are in single precision

    private final float[][] points; // for each point between two samples its taps
    private final float largestGain;

    /** Makes the points {@code 1/factor, 2/factor ...} between two samples; none for factor 1. */
    Interpolator(int factor) {
        points = new float[factor - 1][];
        double largest = 0;
        for (int point = 0; point < points.length; point++) {
            points[point] = taps((point + 1.0) / factor);
            double sum = 0;
            for (float tap : points[point]) {
                sum += Math.abs(tap);
            }
            largest = Math.max(largest, sum);
        }
        largestGain = (float) (largest * ROUNDING);
    }

    /** How many times the rate is multiplied: at least 192 kHz result, as annex 2 wants. */
    static int factorFor(int sampleRateHz) {
        if (sampleRateHz < 96_000) {
            return 4;
        }
        return sampleRateHz < 192_000 ? 2 : 1;
    }

    /** No point can exceed this times the largest magnitude among the samples around it. */
    float largestGain() {
        return largestGain;
    }

    /**
     * The largest magnitude of the points that lie {@code TAPS / 2} samples before each of {@code
     * samples[from]} to {@code samples[to - 1]}; the {@code TAPS - 1} samples before {@code from}
     * are used too.
     *
     * @param scratch at least {@code to - from} long
     */
    float peak(float[] samples, int from, int to, float[] scratch) {
        float peak = 0;
        for (float[] taps : points) {
            convolve(samples, from - TAPS + 1, to - from, taps, scratch);
            for (int i = 0; i < to - from; i++) {
                peak = Math.max(peak, Math.abs(scratch[i]));
            }
        }
        return peak;
    }

    /** Four taps a pass, each pass a plain loop over positions: compiled to vector instructions. */
    private static void convolve(
            float[] samples, int first, int count, float[] taps, float[] result) {
        for (int tap = 0; tap < TAPS; tap += 4) {
            float a = taps[tap];
            float b = taps[tap + 1];
            float c = taps[tap + 2];
            float d = taps[tap + 3];
            int at = first + tap;
            if (tap == 0) {
                for (int i = 0; i < count; i++) {
                    int s = at + i;
                    result[i] =
                            a * samples[s]
                                    + b * samples[s + 1]
                                    + c * samples[s + 2]
                                    + d * samples[s + 3];
                }
            } else {
                for (int i = 0; i < count; i++) {
                    int s = at + i;
                    result[i] +=
                            a * samples[s]
                                    + b * samples[s + 1]
                                    + c * samples[s + 2]
                                    + d * samples[s + 3];
                }
            }
        }
    }

    private static float[] taps(double fraction) {
        double[] exact = new double[TAPS];
        double sum = 0;
        for (int tap = 0; tap < TAPS; tap++) {
            double distance = tap - (TAPS / 2 - 1) - fraction; // never 0: fraction is within (0, 1)
            double sinc = Math.sin(Math.PI * distance) / (Math.PI * distance);
            double edge = distance / (TAPS / 2.0);
            exact[tap] = sinc * bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - edge * edge)));
            sum += exact[tap];
        }
        float[] taps = new float[TAPS];
        for (int tap = 0; tap < TAPS; tap++) {
            taps[tap] = (float) (exact[tap] / sum); // a constant stays what it is
        }
        return taps;
    }

    /** The modified Bessel function of order 0, by its power series. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= (x / 2) * (x / 2) / ((double) k * k);
            sum += term;
        }
        return sum;
    }
}
