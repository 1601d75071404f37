package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The powers of two channels and their product, in the last parts of the sound: a ring of sums, of
 * which a window is added up. The same however the parts came in runs.
 */
final class PairMoments {

    private final int windowParts;
    private final double[] leftPowers; // sums of squares, by slot
    private final double[] rightPowers;
    private final double[] products;
    private final long[] startMicros;
    private int next; // slot
    private int filled;
    private double leftPower; // of the part under way
    private double rightPower;
    private double product;
    private float lastLeft; // the samples before the run
    private float lastRight;

    PairMoments(int windowParts) {
        this.windowParts = windowParts;
        leftPowers = new double[windowParts];
        rightPowers = new double[windowParts];
        products = new double[windowParts];
        startMicros = new long[windowParts];
    }

    /**
     * Adds a run of samples.
     *
     * @param emphasis share of the sample before that is taken off each sample: 0 for none
     */
    void add(float[] left, float[] right, int from, int to, float emphasis) {
        double l = leftPower;
        double r = rightPower;
        double p = product;
        float beforeLeft = lastLeft;
        float beforeRight = lastRight;
        for (int i = from; i < to; i++) { // three sums that do not wait for each other
            double a = left[i] - emphasis * beforeLeft;
            double b = right[i] - emphasis * beforeRight;
            beforeLeft = left[i];
            beforeRight = right[i];
            l += a * a;
            r += b * b;
            p += a * b;
        }
        if (SoundSamples.isSound(l) && SoundSamples.isSound(r)) {
            leftPower = l;
            rightPower = r;
            product = p;
            lastLeft = beforeLeft;
            lastRight = beforeRight;
        } else {
            addSound(left, right, from, to, emphasis);
        }
    }

    private void addSound(float[] left, float[] right, int from, int to, float emphasis) {
        for (int i = from; i < to; i++) {
            float soundLeft = SoundSamples.of(left[i]);
            float soundRight = SoundSamples.of(right[i]);
            double a = soundLeft - emphasis * lastLeft;
            double b = soundRight - emphasis * lastRight;
            lastLeft = soundLeft;
            lastRight = soundRight;
            leftPower += a * a;
            rightPower += b * b;
            product += a * b;
        }
    }

    void endPart(long partStartMicros) {
        leftPowers[next] = leftPower;
        rightPowers[next] = rightPower;
        products[next] = product;
        startMicros[next] = partStartMicros;
        next = (next + 1) % windowParts;
        filled = Math.min(filled + 1, windowParts);
        clearPart();
    }

    private void clearPart() {
        leftPower = 0;
        rightPower = 0;
        product = 0;
    }

    boolean isFull() {
        return filled == windowParts;
    }

    /** When the part in the middle of the window begins. */
    long middleMicros() {
        return startMicros[(next + windowParts / 2) % windowParts];
    }

    double leftPowerSum() {
        return sum(leftPowers);
    }

    double rightPowerSum() {
        return sum(rightPowers);
    }

    double productSum() {
        return sum(products);
    }

    private double sum(double[] sums) {
        double sum = 0; // added up anew each time: a running sum would keep rounding errors
        for (int i = 0; i < windowParts; i++) {
            sum += sums[i];
        }
        return sum;
    }

    /** Forgets everything. */
    void clear() {
        next = 0;
        filled = 0;
        lastLeft = 0;
        lastRight = 0;
        clearPart();
    }

    void save(DataOutput out) throws IOException {
        out.writeByte(next);
        out.writeByte(filled);
        for (int i = 0; i < filled; i++) { // filled from slot 0 on
            out.writeDouble(leftPowers[i]);
            out.writeDouble(rightPowers[i]);
            out.writeDouble(products[i]);
            out.writeLong(startMicros[i]);
        }
        out.writeDouble(leftPower);
        out.writeDouble(rightPower);
        out.writeDouble(product);
        out.writeFloat(lastLeft);
        out.writeFloat(lastRight);
    }

    void restore(DataInput in) throws IOException {
        next = in.readUnsignedByte();
        filled = in.readUnsignedByte();
        for (int i = 0; i < filled; i++) {
            leftPowers[i] = in.readDouble();
            rightPowers[i] = in.readDouble();
            products[i] = in.readDouble();
            startMicros[i] = in.readLong();
        }
        leftPower = in.readDouble();
        rightPower = in.readDouble();
        product = in.readDouble();
        lastLeft = in.readFloat();
        lastRight = in.readFloat();
    }
}
