package io.sightline.detector.audio;

/**
 * A high pass of first order that is the same at any sample rate: s / (s + w) by the bilinear
 * transform.
 *
 * @param current factor of the sample
 * @param before factor of the sample before it
 * @param feedback factor of the result before it
 */
record Emphasis(double current, double before, double feedback) {

    /** Leaves the sound as it is. */
    static final Emphasis NONE = new Emphasis(1, 0, 0);

    static Emphasis above(double cornerHz, int sampleRateHz) {
        double pole = sampleRateHz / (Math.PI * cornerHz);
        double gain = pole / (1 + pole);
        return new Emphasis(gain, -gain, (pole - 1) / (1 + pole));
    }
}
