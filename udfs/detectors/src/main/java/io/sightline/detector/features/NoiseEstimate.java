package io.sightline.detector.features;

import io.sightline.detector.api.VideoFrame;
import java.util.Arrays;

/**
 * The deviation of the noise in a picture, in 8-bit levels, by Immerkaer (Computer Vision and Image
 * Understanding 64, 1996): the mean of |N * I| times &radic;(&pi;/2) / 6, where N is the difference
 * of two Laplacians, which ignores slopes and straight edges.
 *
 * <p>It is taken of some {@value #COLUMNS} by {@value #COLUMNS} blocks of {@value #BLOCK} by
 * {@value #BLOCK} samples. Noise is everywhere, texture is not: the calmest tenth of the blocks
 * counts. Noise is white, texture is not: a block that is much rougher between samples two apart
 * counts as texture, and where that is nearly everything, water or confetti, the picture says
 * nothing. Blocks near the ends of the range, where noise is clipped, do not count either.
 *
 * <p>Allocates nothing while the picture keeps its width.
 */
public final class NoiseEstimate {

    private static final int BLOCK = 12; // eight by eight places, and two samples all around
    private static final int MARGIN = 2;
    private static final int COLUMNS = 24;
    private static final int LEAST_PITCH = 24; // from one block to the next
    private static final double WHITE = 1.5; // roughness of white noise differs by less
    private static final double CALM_LEVELS = 1; // too little to ask where it comes from
    private static final int LEAST_SHARE = 5; // one block in so many must not be texture
    private static final int LEAST_TELLING = 20; // nor at the ends of the range
    private static final int DARKEST = 24; // mean of a block
    private static final int BRIGHTEST = 232;
    private static final int BINS = 1024;
    private static final double BINS_PER_LEVEL = 16;
    private static final int CALMEST = 10; // one in so many
    private static final int PLACES = (BLOCK - 2 * MARGIN) * (BLOCK - 2 * MARGIN);
    private static final double SCALE = Math.sqrt(Math.PI / 2) / 6 / PLACES;

    private final LevelRows levelRows = new LevelRows();
    private byte[] band = new byte[0];
    private final int[] histogram = new int[BINS];
    private int blocks;
    private int textured;
    private int looked;

    /** Looks at a picture. */
    public void measure(VideoFrame frame) {
        int width = frame.width();
        int height = frame.height();
        if (band.length < width * BLOCK) {
            band = new byte[width * BLOCK];
        }
        Arrays.fill(histogram, 0);
        blocks = 0;
        textured = 0;
        looked = 0;
        int rowStep = frame.isInterlaced() ? 2 : 1;
        int pitch = Math.max(LEAST_PITCH, width / COLUMNS);
        int rowPitch = Math.max(LEAST_PITCH, height / COLUMNS) & ~1;
        for (int top = 0; top + (BLOCK - 1) * rowStep < height; top += rowPitch) {
            for (int y = 0; y < BLOCK; y++) {
                levelRows.copy(frame, top + y * rowStep, band, y * width);
            }
            for (int x = 0; x + BLOCK <= width; x += pitch) {
                look(x, width);
            }
        }
    }

    private void look(int left, int width) {
        int sum = 0;
        int fine = 0;
        int coarse = 0;
        for (int y = MARGIN; y < BLOCK - MARGIN; y++) {
            int at = y * width + left;
            for (int x = at + MARGIN; x < at + BLOCK - MARGIN; x++) {
                sum += level(x);
                fine += roughness(x, 1, width);
                coarse += roughness(x, 2, 2 * width);
            }
        }
        looked++;
        int mean = sum / PLACES;
        if (mean < DARKEST || mean > BRIGHTEST) {
            return;
        }
        double deviation = fine * SCALE;
        if (deviation > CALM_LEVELS && coarse > WHITE * fine) {
            textured++;
        } else {
            histogram[Math.min((int) (deviation * BINS_PER_LEVEL), BINS - 1)]++;
            blocks++;
        }
    }

    /** |N * I| at one place, with neighbours so far away. */
    private int roughness(int at, int across, int down) {
        int beside = level(at - across) + level(at + across) + level(at - down) + level(at + down);
        int corners =
                level(at - down - across)
                        + level(at - down + across)
                        + level(at + down - across)
                        + level(at + down + across);
        return Math.abs(4 * level(at) - 2 * beside + corners);
    }

    private int level(int at) {
        return band[at] & 0xff;
    }

    /** Whether enough of the picture is neither texture nor at the ends of the range. */
    public boolean isTelling() {
        return blocks * LEAST_TELLING > looked && blocks * LEAST_SHARE >= blocks + textured;
    }

    /** The deviation that the calmest tenth of the blocks stays below, 0 to 64. */
    public double deviationLevels() {
        int below = 0;
        for (int bin = 0; bin < BINS; bin++) {
            below += histogram[bin];
            if (below * CALMEST > blocks) {
                return (bin + 0.5) / BINS_PER_LEVEL;
            }
        }
        return 0;
    }
}
