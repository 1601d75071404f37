package io.sightline.detector.audio;

/**
 * The samples of a channel as detectors add them up: what no sound can be is 0.
 *
 * <p>Looking at every sample first would cost as much as measuring. So a detector measures, and
 * asks whether the result can be: one wrong sample shows in any sum of squares.
 */
final class SoundSamples {

    private static final double LARGEST_POWER_SUM = 1e18; // of one sample at +180 dBFS

    private SoundSamples() {}

    /** Whether a sum of squares, or of products, is free of samples that no sound can have. */
    static boolean isSound(double powerSum) {
        return Math.abs(powerSum) <= LARGEST_POWER_SUM; // false for NaN
    }

    static float of(float sample) {
        return SamplePeak.isSound(Math.abs(sample)) ? sample : 0;
    }
}
