package io.sightline.detector.features;

import io.sightline.detector.api.VideoFrame;

/**
 * Finds where a picture is woven from two fields of different instants. Blocks of {@value #BLOCK}
 * by {@value #BLOCK} samples are looked at, every second one in both directions in large pictures.
 *
 * <p>A block may be combed if in one of its columns nearly every sample lies above both vertical
 * neighbours or below both. So do stripes, text and woven cloth; but in a combed block the odd rows
 * are the even rows moved sideways. Only where moving them back takes most of the difference away,
 * and rows of the same field agree, is it combed.
 *
 * <p>Allocates nothing while the picture keeps its width.
 */
public final class CombedBlocks {

    private static final int BLOCK = 16;
    private static final int LARGE = 720; // rows; from here on every second block stands for all
    private static final int COLUMN_STEP = 4; // columns of a block that are tried
    private static final int TOOTH_LEVELS = 6; // more than noise and coding leave
    private static final int ROWS = BLOCK - 2; // with both neighbours inside
    private static final int LEAST_TEETH = 10; // of those rows
    private static final int MOST_SHIFT = 24; // samples sideways in a field's time
    private static final int MARGIN = MOST_SHIFT + BLOCK / 2;
    private static final int SPARE_BLOCKS = 1; // chance, a large share of a small picture
    private static final int MOST_TESTED = 48;

    private final LevelRows levelRows = new LevelRows();
    private byte[] band = new byte[0]; // the rows of a row of blocks
    private int[] candidates = new int[0]; // columns of blocks, in one row of blocks
    private int pitch; // from one block to the next that is looked at
    private int found;
    private int tested;
    private int confirmed;

    /** The share of the blocks that are combed, 0 to 1; 0 for a picture too small for any. */
    public double ratio(VideoFrame frame) {
        int width = frame.width();
        pitch = frame.height() < LARGE ? BLOCK : 2 * BLOCK;
        int columns = (width - 2 * MARGIN) / pitch;
        int rows = frame.height() / pitch;
        if (columns < 1 || rows < 1) {
            return 0;
        }
        if (band.length < width * BLOCK) {
            band = new byte[width * BLOCK];
            candidates = new int[columns];
        }
        found = 0;
        tested = 0;
        confirmed = 0;
        for (int row = 0; row < rows; row++) {
            for (int y = 0; y < BLOCK; y++) {
                levelRows.copy(frame, row * pitch + y, band, y * width);
            }
            searchRow(width, columns, MOST_TESTED / rows + 1);
        }
        if (tested == 0) {
            return 0;
        }
        double combed = (double) found * confirmed / tested - SPARE_BLOCKS;
        return Math.max(0, combed) / (columns * rows);
    }

    private void searchRow(int width, int columns, int mostTested) {
        int count = 0;
        for (int column = 0; column < columns; column++) {
            int x = MARGIN + column * pitch;
            if (hasTeeth(x, width)) {
                candidates[count++] = x;
            }
        }
        found += count;
        int step = Math.max(1, count / mostTested);
        for (int i = 0; i < count; i += step) {
            tested++;
            confirmed += isWoven(candidates[i], width) ? 1 : 0;
        }
    }

    private boolean hasTeeth(int left, int width) {
        for (int x = left; x < left + BLOCK; x += COLUMN_STEP) {
            int teeth = 0;
            int above = band[x] & 0xff;
            int here = band[x + width] & 0xff;
            for (int y = 1; y <= ROWS; y++) {
                int below = band[x + (y + 1) * width] & 0xff;
                int up = here - above;
                int down = here - below;
                boolean isTooth =
                        (up >= TOOTH_LEVELS && down >= TOOTH_LEVELS)
                                || (up <= -TOOTH_LEVELS && down <= -TOOTH_LEVELS);
                teeth += isTooth ? 1 : 0;
                if (teeth + ROWS - y < LEAST_TEETH) {
                    break;
                }
                above = here;
                here = below;
            }
            if (teeth >= LEAST_TEETH) {
                return true;
            }
        }
        return false;
    }

    /** Whether the odd rows are the even ones moved sideways. */
    private boolean isWoven(int left, int width) {
        int apart = 0;
        int sameField = 0;
        for (int y = 1; y < BLOCK - 1; y += 2) {
            int at = y * width;
            for (int x = left - BLOCK / 2; x < left + BLOCK + BLOCK / 2; x++) {
                int above = band[at - width + x] & 0xff;
                int below = band[at + width + x] & 0xff;
                apart += Math.abs(2 * (band[at + x] & 0xff) - above - below);
                sameField += Math.abs(above - below);
            }
        }
        if (sameField > apart / 4) {
            return false;
        }
        for (int shift = 1; shift <= MOST_SHIFT; shift++) {
            if (isMoved(left, width, shift, apart / 2) || isMoved(left, width, -shift, apart / 2)) {
                return true;
            }
        }
        return false;
    }

    private boolean isMoved(int left, int width, int shift, int limit) {
        int apart = 0;
        for (int y = 1; y < BLOCK - 1; y += 2) {
            int at = y * width;
            for (int x = left - BLOCK / 2; x < left + BLOCK + BLOCK / 2; x++) {
                int above = band[at - width + x] & 0xff;
                int below = band[at + width + x] & 0xff;
                apart += Math.abs(2 * (band[at + x + shift] & 0xff) - above - below);
            }
            if (apart > limit) {
                return false;
            }
        }
        return true;
    }
}
