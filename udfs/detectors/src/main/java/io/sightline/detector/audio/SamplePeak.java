package io.sightline.detector.audio;

/**
 * The largest magnitude in a run of samples. What no sound can be counts as silence: NaN, infinity,
 * and numbers so large that sums of them would overflow.
 */
final class SamplePeak {

    private static final float LARGEST = 1e9f; // +180 dBFS

    private SamplePeak() {}

    static float of(float[] samples, int from, int to) {
        float peak = raw(samples, from, to);
        return isSound(peak) ? peak : ofSound(samples, from, to);
    }

    /** The same, but what is no sound counts too; NaN if a sample is. */
    static float raw(float[] samples, int from, int to) {
        float peak = 0;
        for (int i = from; i < to; i++) { // branch-free: compiled to vector instructions
            peak = Math.max(peak, Math.abs(samples[i]));
        }
        return peak;
    }

    private static float ofSound(float[] samples, int from, int to) {
        float peak = 0;
        for (int i = from; i < to; i++) {
            float magnitude = Math.abs(samples[i]);
            if (magnitude > peak && isSound(magnitude)) {
                peak = magnitude;
            }
        }
        return peak;
    }

    /** Whether a sample can have this magnitude; false for NaN. */
    static boolean isSound(float magnitude) {
        return magnitude <= LARGEST;
    }
}
