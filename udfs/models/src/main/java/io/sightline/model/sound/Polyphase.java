package io.sightline.model.sound;

/**
 * Filters sound and changes its rate by a ratio of whole numbers. The input is dealt out to as many
 * streams as the rate is divided by: each pass below is then a plain loop over places side by side,
 * compiled to vector instructions.
 */
final class Polyphase {

    private final int up;
    private final int down;
    private final double[][] taps; // by phase
    private final int length;
    private final int count; // results of each phase
    private final double[][] streams;
    private final double[] results;

    /**
     * @param up by what the rate is multiplied: as many phases
     * @param down by what it is divided
     * @param taps for each phase; result n is that of phase n mod up over the input from {@code n *
     *     down / up + 1} on
     * @param outputs how many results; a multiple of {@code up}
     */
    Polyphase(int up, int down, double[][] taps, int outputs) {
        this.up = up;
        this.down = down;
        this.taps = taps;
        length = taps[0].length;
        count = outputs / up;
        streams = new double[down][count + (length + down) / down + 1];
        results = new double[count];
    }

    /** Input that the results need. */
    private int inputs() {
        return (int) ((long) (count * up - 1) * down / up) + 1 + length;
    }

    void filter(float[] input, int from, float[] output, int to) {
        dealOut(input, from);
        for (int phase = 0; phase < up; phase++) {
            int first = (int) ((long) phase * down / up) + 1;
            for (int tap = 0; tap < length; tap += 4) {
                addTaps(taps[phase], first + tap, tap);
            }
            for (int i = 0; i < count; i++) {
                output[to + phase + i * up] = (float) results[i];
            }
        }
    }

    private void dealOut(float[] input, int from) {
        int end = from + inputs();
        for (int stream = 0; stream < down; stream++) {
            double[] own = streams[stream];
            int at = 0;
            for (int i = from + stream; i < end; i += down) {
                own[at++] = input[i];
            }
        }
    }

    private void addTaps(double[] weights, int place, int tap) {
        double w0 = weights[tap];
        double w1 = weights[tap + 1];
        double w2 = weights[tap + 2];
        double w3 = weights[tap + 3];
        double[] s0 = streams[place % down];
        double[] s1 = streams[(place + 1) % down];
        double[] s2 = streams[(place + 2) % down];
        double[] s3 = streams[(place + 3) % down];
        int a0 = place / down;
        int a1 = (place + 1) / down;
        int a2 = (place + 2) / down;
        int a3 = (place + 3) / down;
        if (tap == 0) {
            for (int i = 0; i < count; i++) {
                results[i] = w0 * s0[a0 + i] + w1 * s1[a1 + i] + w2 * s2[a2 + i] + w3 * s3[a3 + i];
            }
        } else {
            for (int i = 0; i < count; i++) {
                results[i] += w0 * s0[a0 + i] + w1 * s1[a1 + i] + w2 * s2[a2 + i] + w3 * s3[a3 + i];
            }
        }
    }
}
