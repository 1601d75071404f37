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

    private enum Reference {
        NONE,
        SAMPLED,
        ALL
    }

    private static final int[] OFFSET_X = {0, 5, 11, 3};
    private static final int[] OFFSET_Y = {0, 5, 3, 11};
    private static final int PLACES = 4; // on a side
    private static final int PLACE_STEP = BLOCK / PLACES;
    private static final int FIRST_PLACE = 2; // away from the corners

    /** Steps are counted in quarters of a level, up to 64 levels either way. */
    private static final int BINS = 512;

    private static final int ZERO_BIN = BINS / 2;

    private static final int MOST_STEP = 4 * PLACES; // in a mean over all sides

    /** One row of blocks in so many stands for the reference grids until all are asked for. */
    private static final int SPARSE_ROWS = 8;

    /** The step must be so many times the differences beside it. */
    private static final int ISOLATION = 2;

    /**
     * The sum of three differences along a side below which one hand of it is flat: lines and
     * letters of graphics, mosaics, drawn pictures, blocks of a rate that starves. One level from
     * each place to the next is texture, and damage is seen where there is texture on both.
     */
    private static final int FLAT = 3;

    private final LevelRows levelRows = new LevelRows();
    private final byte[][] acrossRows = new byte[4][0]; // two rows on either hand of a side
    private byte[] alongRows = new byte[0]; // every fourth row of the picture
    private int columns;
    private int rows;
    private final short[][] leftSteps = new short[REFERENCES + 1][0]; // quarters of a level
    private final short[][] topSteps = new short[REFERENCES + 1][0];
    private final int[] gridHistogram = new int[BINS];
    private final int[] referenceHistogram = new int[BINS];
    private final int[] unusedHistogram = new int[BINS];
    private Reference reference = Reference.ALL; // looked at, of the other grids
    private @Nullable VideoFrame frame; // borrowed, until the next picture

    BlockEdges() {}

    void compute(VideoFrame frame) {
        int width = frame.width();
        resize(width, frame.height());
        Arrays.fill(gridHistogram, 0);
        Arrays.fill(referenceHistogram, 0);
        reference = Reference.ALL;
        if (columns == 0 || rows == 0) {
            return;
        }
        for (int y = FIRST_PLACE; y < frame.height(); y += PLACE_STEP) {
            levelRows.copy(frame, y, alongRows, y / PLACE_STEP * width);
        }
        for (int row = 0; row < rows; row++) {
            sides(frame, 0, row, gridHistogram);
        }
        reference = Reference.NONE;
        this.frame = frame;
    }

    private void sides(VideoFrame frame, int grid, int row, int[] histogram) {
        leftSides(grid, row, frame.width(), histogram);
        topSides(frame, grid, row, histogram);
    }

    /** Some rows are enough for the mean of all. */
    private void sampleReferences() {
        if (reference == Reference.NONE) {
            VideoFrame picture = Objects.requireNonNull(frame);
            for (int grid = 1; grid <= REFERENCES; grid++) {
                for (int row = 0; row < rows; row += SPARSE_ROWS) {
                    sides(picture, grid, row, referenceHistogram);
                }
            }
            reference = Reference.SAMPLED;
        }
    }

    /** Most pictures never need what is between the rows that stand for all. */
    void completeReferences() {
        sampleReferences();
        if (reference == Reference.SAMPLED) {
            VideoFrame picture = Objects.requireNonNull(frame);
            for (int grid = 1; grid <= REFERENCES; grid++) {
                for (int row = 0; row < rows; row++) {
                    if (row % SPARSE_ROWS != 0) {
                        sides(picture, grid, row, unusedHistogram);
                    }
                }
            }
            reference = Reference.ALL;
        }
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
        if (acrossRows[0].length < width) {
            for (int i = 0; i < acrossRows.length; i++) {
                acrossRows[i] = new byte[width];
            }
        }
    }

    /** The left edge of a block of this grid and column; the first ones are cut off. */
    private static int left(int grid, int column) {
        return (column + 1) * BLOCK + OFFSET_X[grid] - (grid == 0 ? 0 : BLOCK);
    }

    private static int top(int grid, int row) {
        return (row + 1) * BLOCK + OFFSET_Y[grid] - (grid == 0 ? 0 : BLOCK);
    }

    private void leftSides(int grid, int row, int width, int[] histogram) {
        byte[] levels = alongRows;
        short[] steps = leftSteps[grid];
        int firstLine = (top(grid, row) + PLACE_STEP - 1 - FIRST_PLACE) / PLACE_STEP;
        int line = firstLine * width;
        for (int column = 0; column < columns; column++) {
            int x = left(grid, column);
            int step = 0;
            int beside = 0;
            int alongOuter = 0;
            int alongInner = 0;
            int lastOuter = 0;
            int lastInner = 0;
            for (int place = 0; place < PLACES; place++) {
                int at = line + place * width + x;
                int outer = levels[at - 1] & 0xff;
                int inner = levels[at] & 0xff;
                step += Math.abs(inner - outer);
                beside +=
                        Math.max(
                                Math.abs(outer - (levels[at - 2] & 0xff)),
                                Math.abs((levels[at + 1] & 0xff) - inner));
                if (place > 0) {
                    alongOuter += Math.abs(outer - lastOuter);
                    alongInner += Math.abs(inner - lastInner);
                }
                lastOuter = outer;
                lastInner = inner;
            }
            steps[row * columns + column] =
                    count(step, beside, Math.min(alongOuter, alongInner), histogram);
        }
    }

    private void topSides(VideoFrame frame, int grid, int row, int[] histogram) {
        int rowStep = frame.isInterlaced() ? 2 : 1;
        int y = top(grid, row);
        short[] steps = topSteps[grid];
        if (y < 2 * rowStep || y + rowStep >= frame.height()) {
            Arrays.fill(steps, row * columns, (row + 1) * columns, (short) 0);
            return;
        }
        for (int i = 0; i < acrossRows.length; i++) {
            levelRows.copy(frame, y + (i - 2) * rowStep, acrossRows[i], 0);
        }
        byte[] beyond = acrossRows[0];
        byte[] above = acrossRows[1];
        byte[] below = acrossRows[2];
        byte[] inside = acrossRows[3];
        for (int column = 0; column < columns; column++) {
            int x = left(grid, column) + FIRST_PLACE;
            int step = 0;
            int beside = 0;
            int alongOuter = 0;
            int alongInner = 0;
            int lastOuter = 0;
            int lastInner = 0;
            for (int place = 0; place < PLACES; place++) {
                int at = x + place * PLACE_STEP;
                int outer = above[at] & 0xff;
                int inner = below[at] & 0xff;
                step += Math.abs(inner - outer);
                beside +=
                        Math.max(
                                Math.abs(outer - (beyond[at] & 0xff)),
                                Math.abs((inside[at] & 0xff) - inner));
                if (place > 0) {
                    alongOuter += Math.abs(outer - lastOuter);
                    alongInner += Math.abs(inner - lastInner);
                }
                lastOuter = outer;
                lastInner = inner;
            }
            steps[row * columns + column] =
                    count(step, beside, Math.min(alongOuter, alongInner), histogram);
        }
    }

    /** The sum of four differences is in quarters of a level. */
    private static short count(int step, int beside, int along, int[] histogram) {
        int isolated = step - beside;
        histogram[Math.min(Math.max(isolated + ZERO_BIN, 0), BINS - 1)]++;
        return step >= ISOLATION * beside && along >= FLAT ? (short) isolated : 0;
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
        sampleReferences();
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
     * How far the left side of a block steps, in quarters of a level: 0 where that is less than
     * twice the differences beside it, or where one hand of it is flat.
     *
     * @param grid 0 for that of the picture; the others only after {@link #completeReferences()}
     */
    int leftStep(int grid, int block) {
        return leftSteps[grid][block];
    }

    /** The same of its upper side. */
    int topStep(int grid, int block) {
        return topSteps[grid][block];
    }
}
