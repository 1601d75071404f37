package io.sightline.model.sound;

/**
 * How far a click stands out of what linear prediction leaves of the sound, 50 times a second with
 * two values each time: compared with all around, and with what is next to it. Notes and voices are
 * predicted, drums go on after their onset; a click does neither.
 */
final class ClickTraces {

    static final int HISTORY = 640; // samples before a tenth of a second

    private static final int BLOCK = 640;
    private static final int WINDOW = 2 * BLOCK;
    private static final int ORDER = 12;
    private static final int SIDE_BY_SIDE = 256;
    private static final int ERRORS = 800;
    private static final int SEARCHED_FROM = 64;
    private static final int SEARCHED = 320;
    private static final int NEAR = 80;
    private static final int NEAREST = 16;
    private static final double LEAST_ERROR = 1e-7;

    private final double[] window = new double[WINDOW];
    private final double[] windowed = new double[ORDER + WINDOW]; // its start stays 0
    private final double[] products = new double[SIDE_BY_SIDE]; // scratch, as all below
    private final double[] correlation = new double[ORDER + 1];
    private final double[] filter = new double[ORDER + 1];
    private final double[] previous = new double[ORDER + 1];
    private final double[] exact = new double[ORDER + ERRORS];
    private final double[] errors = new double[ERRORS];
    private final double[] sums = new double[ERRORS + 1];

    ClickTraces() {
        for (int i = 0; i < WINDOW; i++) {
            window[i] = Filters.hann(i + 0.5, WINDOW);
        }
    }

    /**
     * Writes the two values of each hop of a tenth of a second.
     *
     * @param samples at 32 kHz
     * @param from where the tenth starts
     * @param rows rows of 100 values: prominence in the first, isolation in the second
     */
    void measure(float[] samples, int from, int firstHop, float[] rows) {
        for (int hop = 0; hop < SoundFeatures.HOPS_PER_TENTH; hop += 2) {
            int end = from + (hop / 2 + 1) * BLOCK;
            correlate(samples, end - WINDOW);
            predict();
            addUpErrors(samples, end - ERRORS);
            writeClick(SEARCHED_FROM, firstHop + hop, rows);
            writeClick(SEARCHED_FROM + SEARCHED, firstHop + hop + 1, rows);
        }
    }

    /** Sums stand side by side, to be added up at the end: compiled to vector instructions. */
    private void correlate(float[] samples, int from) {
        for (int i = 0; i < WINDOW; i++) {
            windowed[ORDER + i] = window[i] * samples[from + i];
        }
        for (int lag = 0; lag <= ORDER; lag++) {
            addProducts(lag);
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            for (int i = 0; i < SIDE_BY_SIDE; i += 4) {
                s0 += products[i];
                s1 += products[i + 1];
                s2 += products[i + 2];
                s3 += products[i + 3];
            }
            correlation[lag] = s0 + s1 + (s2 + s3);
        }
        correlation[0] = correlation[0] * (1 + 3e-5) + 1e-7;
    }

    private void addProducts(int lag) {
        for (int i = 0; i < SIDE_BY_SIDE; i++) {
            products[i] = windowed[ORDER + i] * windowed[ORDER + i - lag];
        }
        for (int from = SIDE_BY_SIDE; from < WINDOW; from += SIDE_BY_SIDE) {
            int at = ORDER + from;
            int before = at - lag;
            for (int i = 0; i < SIDE_BY_SIDE; i++) {
                products[i] += windowed[at + i] * windowed[before + i];
            }
        }
    }

    /** Levinson and Durbin's recursion: the filter whose output is the error. */
    private void predict() {
        double error = correlation[0];
        filter[0] = 1;
        for (int i = 1; i <= ORDER; i++) {
            double sum = 0;
            for (int j = 0; j < i; j++) {
                sum += filter[j] * correlation[i - j];
            }
            double reflection = -sum / error;
            System.arraycopy(filter, 0, previous, 0, i);
            for (int j = 1; j < i; j++) {
                filter[j] += reflection * previous[i - j];
            }
            filter[i] = reflection;
            error *= 1 - reflection * reflection;
        }
    }

    private void addUpErrors(float[] samples, int from) {
        for (int i = 0; i < ORDER + ERRORS; i++) {
            exact[i] = samples[from - ORDER + i];
        }
        for (int i = 0; i < ERRORS; i++) {
            errors[i] = exact[ORDER + i];
        }
        for (int k = 1; k <= ORDER; k += 4) {
            double a = filter[k];
            double b = filter[k + 1];
            double c = filter[k + 2];
            double d = filter[k + 3];
            int at = ORDER - k;
            for (int i = 0; i < ERRORS; i++) {
                int s = at + i;
                errors[i] += a * exact[s] + b * exact[s - 1] + c * exact[s - 2] + d * exact[s - 3];
            }
        }
        for (int i = 0; i < ERRORS; i++) {
            errors[i] = Math.abs(errors[i]);
            sums[i + 1] = sums[i] + errors[i];
        }
    }

    private void writeClick(int start, int hop, float[] rows) {
        int at = start;
        for (int i = start + 1; i < start + SEARCHED; i++) {
            if (errors[i] > errors[at]) {
                at = i;
            }
        }
        int low = Math.max(at - NEAR, 0);
        int high = Math.min(at + NEAR + 1, ERRORS);
        double nearest = sums[at + NEAREST + 1] - sums[at - NEAREST];
        double near = (sums[high] - sums[low] - nearest) / (high - low - 2 * NEAREST - 1);
        double peak = errors[at] + LEAST_ERROR;
        rows[hop] = (float) Math.log(peak / (sums[ERRORS] / ERRORS + LEAST_ERROR));
        rows[SoundFeatures.HOPS + hop] = (float) Math.log(peak / (near + LEAST_ERROR));
    }
}
