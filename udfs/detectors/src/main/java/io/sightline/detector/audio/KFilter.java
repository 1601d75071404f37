package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The K-weighting of ITU-R BS.1770 annex 1 for one channel: a high shelf for the head, then a
 * high-pass. The Recommendation tabulates both for 48 kHz only; here their analogue prototypes are
 * mapped to any rate by the bilinear transform with pre-warping, which gives the tabulated numbers
 * at 48 kHz.
 */
final class KFilter {

    // The prototypes behind the tabulated coefficients.
    private static final double SHELF_HZ = 1681.974450955533;
    private static final double SHELF_GAIN_DB = 3.999843853973347;
    private static final double SHELF_Q = 0.7071752369554196;
    private static final double SHELF_MID_EXPONENT = 0.4996667741545416;
    private static final double HIGH_PASS_HZ = 38.13547087602444;
    private static final double HIGH_PASS_Q = 0.5003270373238773;

    /** -600 dBFS. Smaller state is cut to 0 before it gets so small that the CPU slows down. */
    private static final double NEGLIGIBLE = 1e-30;

    private final double shelfB0;
    private final double shelfB1;
    private final double shelfB2;
    private final double shelfA1;
    private final double shelfA2;
    private final double passA1; // the high-pass has the zeros 1, -2, 1
    private final double passA2;

    private double shelf1; // transposed direct form II
    private double shelf2;
    private double pass1;
    private double pass2;
    private double squareSum;

    KFilter(int sampleRateHz) {
        double k = Math.tan(Math.PI * SHELF_HZ / sampleRateHz);
        double high = Math.pow(10, SHELF_GAIN_DB / 20);
        double mid = Math.pow(high, SHELF_MID_EXPONENT);
        double scale = 1 + k / SHELF_Q + k * k;
        shelfB0 = (high + mid * k / SHELF_Q + k * k) / scale;
        shelfB1 = 2 * (k * k - high) / scale;
        shelfB2 = (high - mid * k / SHELF_Q + k * k) / scale;
        shelfA1 = 2 * (k * k - 1) / scale;
        shelfA2 = (1 - k / SHELF_Q + k * k) / scale;

        double p = Math.tan(Math.PI * HIGH_PASS_HZ / sampleRateHz);
        double passScale = 1 + p / HIGH_PASS_Q + p * p;
        passA1 = 2 * (p * p - 1) / passScale;
        passA2 = (1 - p / HIGH_PASS_Q + p * p) / passScale;
    }

    /** Shelf b0, b1, b2, a1, a2, then high-pass a1, a2: to compare with the Recommendation. */
    double[] copyCoefficients() {
        return new double[] {shelfB0, shelfB1, shelfB2, shelfA1, shelfA2, passA1, passA2};
    }

    /** Filters samples and adds their squares to the sum. What is no sound counts as 0. */
    void add(float[] samples, int from, int to) {
        double s1 = shelf1;
        double s2 = shelf2;
        double p1 = pass1;
        double p2 = pass2;
        double sum = squareSum;
        for (int i = from; i < to; i++) {
            float sample = samples[i];
            double x = SamplePeak.isSound(Math.abs(sample)) ? sample : 0;
            double y = shelfB0 * x + s1;
            s1 = shelfB1 * x - shelfA1 * y + s2;
            s2 = shelfB2 * x - shelfA2 * y;
            double z = y + p1;
            p1 = -2 * y - passA1 * z + p2;
            p2 = y - passA2 * z;
            sum += z * z;
        }
        shelf1 = s1;
        shelf2 = s2;
        pass1 = p1;
        pass2 = p2;
        squareSum = sum;
    }

    /** The sum of squares since it was last taken; the next sum begins at 0. */
    double takeSquareSum() {
        double sum = squareSum;
        squareSum = 0;
        shelf1 = withoutDenormals(shelf1);
        shelf2 = withoutDenormals(shelf2);
        pass1 = withoutDenormals(pass1);
        pass2 = withoutDenormals(pass2);
        return sum;
    }

    private static double withoutDenormals(double state) {
        return Math.abs(state) < NEGLIGIBLE ? 0 : state;
    }

    void reset() {
        shelf1 = 0;
        shelf2 = 0;
        pass1 = 0;
        pass2 = 0;
        squareSum = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(shelf1);
        out.writeDouble(shelf2);
        out.writeDouble(pass1);
        out.writeDouble(pass2);
        out.writeDouble(squareSum);
    }

    void restore(DataInput in) throws IOException {
        shelf1 = in.readDouble();
        shelf2 = in.readDouble();
        pass1 = in.readDouble();
        pass2 = in.readDouble();
        squareSum = in.readDouble();
    }
}
