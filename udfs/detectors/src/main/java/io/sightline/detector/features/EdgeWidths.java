package io.sightline.detector.features;

import io.sightline.detector.api.VideoFrame;
import java.util.Arrays;

/**
 * How wide the sharpest edges of a picture are, in samples. Windows of {@value #WINDOW} steps along
 * some rows and some columns are looked at; where levels differ strongly, the width is that
 * difference by the steepest step in between: 1 for a step. The idea is the edge width of
 * Marziliano et al. (ICIP 2002), without following edges to their ends.
 *
 * <p>The sharpest twentieth counts and not the mean: where little is in focus, that is sharp. Those
 * are windows that an edge leaves halfway, so an edge blurred by a Gaussian measures 1.2 times its
 * deviation.
 *
 * <p>Allocates nothing while the picture keeps its width.
 */
public final class EdgeWidths {

    /** Steps from one end of a window to the other: wider edges measure so much. */
    public static final int WINDOW = 16;

    private static final int CONTRAST_LEVELS = 32; // an edge that a viewer looks at
    private static final int ROWS = 34;
    private static final int LEAST_ROW_STEP = 8;
    private static final int BAND_STEP = 64;
    private static final int COLUMNS = 240;
    private static final int LEAST_ALONG_STEP = 4;
    private static final int BINS_PER_SAMPLE = 16;
    private static final int BINS = WINDOW * BINS_PER_SAMPLE + 1;
    private static final int SHARPEST = 20; // one in so many

    private final LevelRows levelRows = new LevelRows();
    private byte[] band = new byte[0];
    private final int[] histogram = new int[BINS];
    private int edges;

    /** Looks at a picture. */
    public void measure(VideoFrame frame) {
        int width = frame.width();
        int height = frame.height();
        if (band.length < width * (WINDOW + 1)) {
            band = new byte[width * (WINDOW + 1)];
        }
        Arrays.fill(histogram, 0);
        edges = 0;
        int rowStep = Math.max(LEAST_ROW_STEP, height / ROWS);
        int alongStep = Math.max(LEAST_ALONG_STEP, width / COLUMNS);
        for (int y = rowStep / 2; y < height; y += rowStep) {
            levelRows.copy(frame, y, band, 0);
            for (int x = 0; x + WINDOW < width; x += alongStep) {
                look(x, 1);
            }
        }
        // Rows of one field lie two apart.
        int down = frame.isInterlaced() ? 2 : 1;
        for (int top = 0; top + WINDOW * down < height; top += BAND_STEP) {
            for (int y = 0; y <= WINDOW; y++) {
                levelRows.copy(frame, top + y * down, band, y * width);
            }
            for (int x = alongStep / 2; x < width; x += alongStep) {
                look(x, width);
            }
        }
    }

    private void look(int from, int step) {
        int last = band[from] & 0xff;
        int least = last;
        int most = last;
        int steepest = 0;
        for (int i = 1; i <= WINDOW; i++) {
            int next = band[from + i * step] & 0xff;
            least = Math.min(least, next);
            most = Math.max(most, next);
            steepest = Math.max(steepest, Math.abs(next - last));
            last = next;
        }
        int contrast = most - least;
        if (contrast >= CONTRAST_LEVELS) {
            histogram[contrast * BINS_PER_SAMPLE / steepest]++;
            edges++;
        }
    }

    /** How many edges were found. */
    public int edges() {
        return edges;
    }

    /** The width that the sharpest twentieth of the edges stays below, 1 to {@value #WINDOW}. */
    public double sharpestSamples() {
        int below = 0;
        for (int bin = 0; bin < BINS; bin++) {
            below += histogram[bin];
            if (below * SHARPEST > edges) {
                return bin / (double) BINS_PER_SAMPLE;
            }
        }
        return WINDOW;
    }
}
