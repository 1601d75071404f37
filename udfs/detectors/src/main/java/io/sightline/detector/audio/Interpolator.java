package io.sightline.detector.audio;

import java.util.Arrays;

/**
 * Reconstructs the waveform between samples: ITU-R BS.1770 annex 2, with a filter of our own (24
 * taps for each point instead of 12). A Kaiser-windowed sinc: samples themselves pass unchanged, so
 * that only the points between them are computed.
 */
final class Interpolator {

    /** Taps for each point between two samples, half of them before it. */
    static final int TAPS = 24;

    /** Flat within 0.1 dB up to 0.42 of the sample rate: 20 kHz at 48 kHz. */
    private static final double KAISER_BETA = 5.0;

    private static final float ROUNDING = 1.000_1f; // the sums below are in single precision

    private final float[][] points; // for each point between two samples its taps
    private final float largestGain;
    private final float largestBendGain;

    /** Makes the points {@code 1/factor, 2/factor ...} between two samples; none for factor 1. */
    Interpolator(int factor) {
        points = new float[factor - 1][];
        double gain = 0;
        double bendGain = 0;
        for (int point = 0; point < points.length; point++) {
            double fraction = (point + 1.0) / factor;
            double[] taps = taps(fraction);
            points[point] = new float[TAPS];
            for (int tap = 0; tap < TAPS; tap++) {
                points[point][tap] = (float) taps[tap];
            }
            gain = Math.max(gain, Arrays.stream(taps).map(Math::abs).sum());
            bendGain = Math.max(bendGain, bendGain(taps, fraction));
        }
        largestGain = (float) gain;
        largestBendGain = (float) bendGain;
    }

    /** How many times the rate is multiplied: 4 at 48 kHz, less where the rate itself is higher. */
    static int factorFor(int sampleRateHz) {
        if (sampleRateHz < 96_000) {
            return 4;
        }
        return sampleRateHz < 192_000 ? 2 : 1;
    }

    /**
     * Whether a result of {@link #peak} for the same samples can exceed a limit. A point is its
     * filter's gain times the largest sample at most; and it is the straight line between its
     * neighbours plus a weighted sum of the waveform's bends (second differences), which are small
     * in most sound.
     */
    boolean canExceed(float limit, float[] samples, int from, int to) {
        int first = from - TAPS + 1;
        float magnitude = SamplePeak.raw(samples, first, to);
        if (ROUNDING * largestGain * magnitude <= limit) {
            return false;
        }
        float bend = 0;
        for (int i = first + 1; i < to - 1; i++) {
            bend = Math.max(bend, Math.abs(samples[i - 1] - 2 * samples[i] + samples[i + 1]));
        }
        return ROUNDING * (magnitude + largestBendGain * bend) > limit;
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

    /** The taps of one point: a straight line comes out exactly, whatever the window does to it. */
    private static double[] taps(double fraction) {
        double[] taps = new double[TAPS];
        double[] window = new double[TAPS];
        double[] moments = new double[3]; // of the window
        double sum = 0;
        double slope = 0;
        for (int tap = 0; tap < TAPS; tap++) {
            double distance = distance(tap, fraction); // never 0: fraction is within (0, 1)
            double edge = distance / (TAPS / 2.0);
            window[tap] = bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - edge * edge)));
            taps[tap] = window[tap] * Math.sin(Math.PI * distance) / (Math.PI * distance);
            moments[0] += window[tap];
            moments[1] += window[tap] * distance;
            moments[2] += window[tap] * distance * distance;
            sum += taps[tap];
            slope += taps[tap] * distance;
        }
        double scale = 1 / sum;
        double determinant = moments[0] * moments[2] - moments[1] * moments[1];
        double offset = scale * slope * moments[1] / determinant;
        double tilt = -scale * slope * moments[0] / determinant;
        for (int tap = 0; tap < TAPS; tap++) {
            taps[tap] = scale * taps[tap] + window[tap] * (offset + tilt * distance(tap, fraction));
        }
        return taps;
    }

    /** From the point to a tap, in samples. */
    private static double distance(int tap, double fraction) {
        return tap - (TAPS / 2 - 1) - fraction;
    }

    /**
     * The most that bends of 1 can move a point off the straight line: summation by parts, twice.
     */
    private static double bendGain(double[] taps, double fraction) {
        double sum = 0;
        double sumOfSums = 0;
        double gain = 0;
        for (int tap = 0; tap < TAPS - 2; tap++) {
            double line = tap == TAPS / 2 - 1 ? 1 - fraction : tap == TAPS / 2 ? fraction : 0;
            sum += taps[tap] - line;
            sumOfSums += sum;
            gain += Math.abs(sumOfSums);
        }
        return gain;
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
