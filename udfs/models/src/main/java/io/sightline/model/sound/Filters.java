package io.sightline.model.sound;

/** What the filters of this package are made of. */
final class Filters {

    private Filters() {}

    static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /**
     * The Kaiser window.
     *
     * @param at -1 to 1, 0 in the middle; 0 beyond
     */
    static double kaiser(double at, double beta) {
        return bessel(beta * Math.sqrt(Math.max(0, 1 - at * at))) / bessel(beta);
    }

    /** The modified Bessel function of order 0, by its power series. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= (x / 2) * (x / 2) / ((double) k * k);
            sum += term;
        }
        return sum;
    }

    /** Hann window, periodic. */
    static double hann(double at, int length) {
        return 0.5 - 0.5 * Math.cos(2 * Math.PI * at / length);
    }

    /** Four sums at once: one alone waits for each addition. The count is a multiple of four. */
    static double dot(double[] a, int aFrom, float[] b, int bFrom, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int i = 0; i < count; i += 4) {
            s0 += a[aFrom + i] * b[bFrom + i];
            s1 += a[aFrom + i + 1] * b[bFrom + i + 1];
            s2 += a[aFrom + i + 2] * b[bFrom + i + 2];
            s3 += a[aFrom + i + 3] * b[bFrom + i + 3];
        }
        return s0 + s1 + (s2 + s3);
    }

    static double decibel(double power, double least) {
        return 10 * Math.log10(power + least);
    }
}
