package io.sightline.detector.audio;

/**
 * The discrete Fourier transform of complex numbers, in place: radix 2, as in every textbook
 * (Cooley and Tukey, 1965). Allocates nothing after its construction.
 */
public final class Fourier {

    private final int size;
    private final float[] cosines;
    private final float[] sines;

    /**
     * @param size a power of two
     */
    public Fourier(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("size is a power of two: " + size);
        }
        this.size = size;
        cosines = new float[size / 2];
        sines = new float[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cosines[i] = (float) Math.cos(2 * Math.PI * i / size);
            sines[i] = (float) -Math.sin(2 * Math.PI * i / size);
        }
    }

    /** Replaces as many numbers as its size by their spectrum, from frequency 0 upward. */
    public void transform(float[] real, float[] imaginary) {
        int shift = 1 + Integer.numberOfLeadingZeros(size);
        for (int i = 0; i < size; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (j > i) {
                float swapped = real[i];
                real[i] = real[j];
                real[j] = swapped;
                swapped = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = swapped;
            }
        }
        for (int half = 1; half < size; half *= 2) {
            int step = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int a = start + k;
                    int b = a + half;
                    float cosine = cosines[k * step];
                    float sine = sines[k * step];
                    float r = real[b] * cosine - imaginary[b] * sine;
                    float i = real[b] * sine + imaginary[b] * cosine;
                    real[b] = real[a] - r;
                    imaginary[b] = imaginary[a] - i;
                    real[a] += r;
                    imaginary[a] += i;
                }
            }
        }
    }
}
