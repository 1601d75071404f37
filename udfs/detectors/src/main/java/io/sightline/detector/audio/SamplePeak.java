package io.sightline.detector.audio;

/** The largest magnitude in a run of samples; what is not a finite number counts as silence. */
final class SamplePeak {

    private SamplePeak() {}

    static float of(float[] samples, int from, int to) {
        float peak = raw(samples, from, to);
        return isFinite(peak) ? peak : ofFinite(samples, from, to);
    }

    /** The same, but infinite or NaN where a sample is. */
    static float raw(float[] samples, int from, int to) {
        float peak = 0;
        for (int i = from; i < to; i++) { // branch-free: compiled to vector instructions
            peak = Math.max(peak, Math.abs(samples[i]));
        }
        return peak;
    }

    private static float ofFinite(float[] samples, int from, int to) {
        float peak = 0;
        for (int i = from; i < to; i++) {
            float magnitude = Math.abs(samples[i]);
            if (magnitude > peak && isFinite(magnitude)) {
                peak = magnitude;
            }
        }
        return peak;
    }

    /** Whether a magnitude is neither infinite nor NaN. */
    static boolean isFinite(float magnitude) {
        return magnitude <= Float.MAX_VALUE;
    }
}
