package io.sightline.detector.features;

import io.sightline.detector.api.VideoFrame;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the sides of blocks stand out of the texture around them: the traces of block coding and
 * of its damage.
 *
 * <p>The sides of blocks of {@value #BLOCK} by {@value #BLOCK} samples are looked at on the grid of
 * the picture and on {@value #REFERENCES} grids that no coder uses. Nature does not know the
 * difference, so what the picture's grid shows beyond the others is coding: the idea of Wang, Bovik
 * and Evans (ICIP 2000), by counting instead of by spectrum. Pictures that were scaled after coding
 * have lost the grid.
 *
 * <p>A side <i>steps</i> by the mean difference across it, less the larger of the differences
 * beside it on either hand; four places of a side stand for it. Rows of an interlaced picture are
 * compared with rows of the same field.
 *
 * <p>Ownership: borrowed until the frame it came from is given back. Allocates nothing while the
 * picture keeps its size.
 */
public final class BlockEdges {

    /** Width and height of a block in samples: the macroblock of MPEG-2 and H.264. */
    public static final int BLOCK = 16;

    /** The grids to compare with; none lies on the transform blocks of 4 by 4 samples. */
    public static final int REFERENCES = 3;

    private static final int[] OFFSET_X = {0, 5, 11, 3};
    private static final int[] OFFSET_Y = {0, 5, 3, 11};
    private static final int PLACES = 4; // on a side
    private static final int PLACE_STEP = BLOCK / PLACES;
    private static final int FIRST_PLACE = 2; // away from the corners

    /** Steps are counted in quarters of a level, up to 64 levels either way. */
    private static final int BINS = 512;

    private static final int ZERO_BIN = BINS / 2;

    private static final int MOST_STEP = 4 * PLACES; // in a mean over all sides

    /** One row of blocks in so many stands for all in the means. */
    private static final int SPARSE_ROWS = 8;

    /** With fewer blocks all of them are needed. */
    private static final int SMALL_BLOCKS = 4_000;

    private static final int ACROSS_ROWS = 4;

    /** Four levels: nobody asks for smaller steps, and most sides are done with at once. */
    private static final int LEAST_STEP = 16;

    /** The step must be so many times the differences beside it. */
    private static final int ISOLATION = 2;

    /**
     * The sum of three differences along a side below which one hand of it is flat: lines and
     * letters of graphics, mosaics, drawn pictures, blocks of a rate that starves. One level from
     * each place to the next is texture, and damage is seen where there is texture on both.
     */
    private static final int FLAT = 3;

    private final LevelRows levelRows = new LevelRows();
    private byte[] acrossRows = new byte[0]; // two rows on either hand of a side
    private byte[] alongRows = new byte[0]; // every fourth row of the picture
    private int columns;
    private int rows;
    private final short[][] leftSteps = new short[REFERENCES + 1][0]; // quarters of a level
    private final short[][] topSteps = new short[REFERENCES + 1][0];
    private final int[] gridHistogram = new int[BINS];
    private final int[] referenceHistogram = new int[BINS];
    private boolean isSampled; // the histograms are filled
    private int referencesFrom; // steps on other grids are known from so far on
    private @Nullable VideoFrame frame; // borrowed, until the next picture

    BlockEdges() {}

    void compute(VideoFrame frame) {
        int width = frame.width();
        resize(width, frame.height());
        Arrays.fill(gridHistogram, 0);
        Arrays.fill(referenceHistogram, 0);
        isSampled = false;
        referencesFrom = Integer.MAX_VALUE;
        this.frame = frame;
        if (columns == 0 || rows == 0) {
            return;
        }
        for (int y = FIRST_PLACE; y < frame.height(); y += PLACE_STEP) {
            levelRows.copy(frame, y, alongRows, y / PLACE_STEP * width);
        }
        steps(frame, 0, LEAST_STEP);
    }

    /**
     * Finds the steps on other grids of at least so many quarters of a level; smaller ones may be
     * given as 0. Most pictures never need them, and the higher the least, the sooner a side is
     * done with.
     */
    void completeReferences(int least) {
        if (least < referencesFrom && columns > 0 && rows > 0) {
            for (int grid = 1; grid <= REFERENCES; grid++) {
                steps(Objects.requireNonNull(frame), grid, least);
            }
            referencesFrom = least;
        }
    }

    private void steps(VideoFrame frame, int grid, int least) {
        int width = frame.width();
        for (int row = 0; row < rows; row++) {
            int line = firstLine(grid, row) * width;
            boolean isInside = copyAcross(frame, grid, row);
            for (int column = 0; column < columns; column++) {
                int block = row * columns + column;
                int x = left(grid, column);
                leftSteps[grid][block] = step(alongRows, line + x, 1, width, least);
                topSteps[grid][block] =
                        isInside
                                ? step(
                                        acrossRows,
                                        2 * width + x + FIRST_PLACE,
                                        width,
                                        PLACE_STEP,
                                        least)
                                : 0;
            }
        }
    }

    /** Some rows are enough for the mean of all. */
    private void sample() {
        if (!isSampled && columns > 0 && rows > 0) {
            VideoFrame picture = Objects.requireNonNull(frame);
            boolean isSmall = columns * rows < SMALL_BLOCKS;
            for (int grid = 0; grid <= REFERENCES; grid++) {
                int[] histogram = grid == 0 ? gridHistogram : referenceHistogram;
                for (int row = 0; row < rows; row += isSmall && grid == 0 ? 1 : SPARSE_ROWS) {
                    sample(picture, grid, row, histogram);
                }
            }
        }
        isSampled = true;
    }

    private void sample(VideoFrame frame, int grid, int row, int[] histogram) {
        int width = frame.width();
        int line = firstLine(grid, row) * width;
        boolean isInside = copyAcross(frame, grid, row);
        for (int column = 0; column < columns; column++) {
            int x = left(grid, column);
            histogram[bin(isolated(alongRows, line + x, 1, width))]++;
            if (isInside) {
                int at = 2 * width + x + FIRST_PLACE;
                histogram[bin(isolated(acrossRows, at, width, PLACE_STEP))]++;
            }
        }
    }

    private static int bin(int isolated) {
        return Math.min(Math.max(isolated + ZERO_BIN, 0), BINS - 1);
    }

    private void resize(int width, int height) {
        // One block less than fits, so that blocks of every grid lie inside.
        columns = Math.max(0, width / BLOCK - 1);
        rows = Math.max(0, height / BLOCK - 1);
        int sides = columns * rows;
        if (leftSteps[0].length < sides) {
            for (int grid = 0; grid <= REFERENCES; grid++) {
                leftSteps[grid] = new short[sides];
                topSteps[grid] = new short[sides];
            }
        }
        int levels = width * ((height + PLACE_STEP - 1) / PLACE_STEP);
        if (alongRows.length < levels) {
            alongRows = new byte[levels];
        }
        if (acrossRows.length < ACROSS_ROWS * width) {
            acrossRows = new byte[ACROSS_ROWS * width];
        }
    }

    /** The left edge of a block of this grid and column; the first ones are cut off. */
    private static int left(int grid, int column) {
        return (column + 1) * BLOCK + OFFSET_X[grid] - (grid == 0 ? 0 : BLOCK);
    }

    private static int top(int grid, int row) {
        return (row + 1) * BLOCK + OFFSET_Y[grid] - (grid == 0 ? 0 : BLOCK);
    }

    private static int firstLine(int grid, int row) {
        return (top(grid, row) + PLACE_STEP - 1 - FIRST_PLACE) / PLACE_STEP;
    }

    /** The rows on either hand of the upper sides; false where there are none. */
    private boolean copyAcross(VideoFrame frame, int grid, int row) {
        int rowStep = frame.isInterlaced() ? 2 : 1;
        int y = top(grid, row);
        if (y < 2 * rowStep || y + rowStep >= frame.height()) {
            return false;
        }
        for (int i = 0; i < ACROSS_ROWS; i++) {
            levelRows.copy(frame, y + (i - 2) * rowStep, acrossRows, i * frame.width());
        }
        return true;
    }

    /**
     * How far a side steps, in quarters of a level, since four differences are added; 0 if less
     * than {@code least}, if not far from what is beside it, or if one hand is flat.
     *
     * @param first the first place inside the block
     * @param across from one hand to the other
     * @param along from place to place
     */
    private static short step(byte[] levels, int first, int across, int along, int least) {
        int step = 0;
        int at = first;
        for (int place = 0; place < PLACES; place++, at += along) {
            step += Math.abs((levels[at] & 0xff) - (levels[at - across] & 0xff));
        }
        if (step < least) {
            return 0;
        }
        int isolated = isolated(levels, first, across, along);
        if (ISOLATION * isolated < (ISOLATION - 1) * step) {
            return 0;
        }
        int outside = roughness(levels, first - across, along);
        int inside = roughness(levels, first, along);
        return Math.min(outside, inside) < FLAT ? 0 : (short) isolated;
    }

    /** The differences across, less the larger of those beside on either hand. */
    private static int isolated(byte[] levels, int first, int across, int along) {
        int isolated = 0;
        int at = first;
        for (int place = 0; place < PLACES; place++, at += along) {
            int inner = levels[at] & 0xff;
            int outer = levels[at - across] & 0xff;
            int beside =
                    Math.max(
                            Math.abs(outer - (levels[at - 2 * across] & 0xff)),
                            Math.abs((levels[at + across] & 0xff) - inner));
            isolated += Math.abs(inner - outer) - beside;
        }
        return isolated;
    }

    private static int roughness(byte[] levels, int first, int along) {
        int sum = 0;
        int at = first;
        for (int place = 1; place < PLACES; place++, at += along) {
            sum += Math.abs((levels[at + along] & 0xff) - (levels[at] & 0xff));
        }
        return sum;
    }

    /** Blocks in a row of each grid. */
    public int columns() {
        return columns;
    }

    /** Rows of blocks. */
    public int rows() {
        return rows;
    }

    /**
     * How much more the sides on the picture's grid step than those elsewhere: the difference of
     * the means, in 8-bit levels, -8 to 8; 0 for a picture without blocks. A side counts with four
     * levels at most, so that few lines of graphics that lie on the grid do not look like coding.
     */
    public double gridStepLevels() {
        sample();
        return (mean(gridHistogram) - mean(referenceHistogram)) / PLACES;
    }

    private static double mean(int[] histogram) {
        long sum = 0;
        long count = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum +=
                    (long) histogram[bin]
                            * Math.min(Math.max(bin - ZERO_BIN, -MOST_STEP), MOST_STEP);
            count += histogram[bin];
        }
        return count == 0 ? 0 : sum / (double) count;
    }

    /** Levels in the unit of steps, at least one. */
    static int quarters(double levels) {
        return Math.max(1, (int) Math.ceil(levels * PLACES));
    }

    /**
     * How far the left side of a block steps, in quarters of a level: 0 where that is little, or
     * less than twice the differences beside it, or where one hand of it is flat.
     *
     * @param grid 0 for that of the picture; the others only after {@link #completeReferences}
     */
    int leftStep(int grid, int block) {
        return leftSteps[grid][block];
    }

    /** The same of its upper side. */
    int topStep(int grid, int block) {
        return topSteps[grid][block];
    }
}
