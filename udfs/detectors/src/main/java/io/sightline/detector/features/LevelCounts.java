package io.sightline.detector.features;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import java.util.Arrays;

/**
 * How often each luma level occurs in a sample of a picture: every fourth sample of every sixteenth
 * row, by its eight high bits. Allocates nothing while the picture keeps its width.
 */
public final class LevelCounts {

    private static final int ROW_STEP = 16;
    private static final int COLUMN_STEP = 4;
    private static final int LEVELS = 256;

    /** EBU R 103 (2020): codes 5 to 246 in 8 bits, which is -5 % to 105 % of the nominal range. */
    private static final int LEAST_LEGAL = 5;

    private static final int MOST_LEGAL = 246;

    /** A level is piled up when it occurs so many times as often as those beside it do. */
    private static final int PILED_UP = 5;

    private static final LumaFormat LIMITED_RANGE = new LumaFormat(8, 0, false);
    private static final LumaFormat FULL_RANGE = new LumaFormat(8, 0, true);

    private static final int BESIDE = 4; // levels

    private final LevelRows levelRows = new LevelRows();
    private byte[] row = new byte[0];
    private final int[] counts = new int[LEVELS];
    private int samples;
    private boolean fullRange;

    /** Looks at a picture. */
    public void count(VideoFrame frame) {
        int width = frame.width();
        if (row.length < width) {
            row = new byte[width];
        }
        Arrays.fill(counts, 0);
        samples = 0;
        fullRange = frame.lumaFormat().fullRange();
        for (int y = Math.min(ROW_STEP / 2, frame.height() / 2);
                y < frame.height();
                y += ROW_STEP) {
            levelRows.copyCodes(frame, y, row, 0);
            for (int x = 0; x < width; x += COLUMN_STEP) {
                counts[row[x] & 0xff]++;
                samples++;
            }
        }
    }

    /**
     * The share of samples outside the legal range, 0 to 1; a full-range picture has no outside.
     */
    public double illegalRatio() {
        if (fullRange) {
            return 0;
        }
        int illegal = 0;
        for (int level = 0; level < LEVELS; level++) {
            illegal += level < LEAST_LEGAL || level > MOST_LEGAL ? counts[level] : 0;
        }
        return illegal / (double) samples;
    }

    /**
     * The share of samples at the lowest or the highest level that occurs, where they are at black
     * or below, at white or above, and pile up there: what lay beyond was cut off.
     */
    public double clippedRatio() {
        LumaFormat eightBit = fullRange ? FULL_RANGE : LIMITED_RANGE;
        int lowest = 0;
        while (lowest < LEVELS - 1 && counts[lowest] == 0) {
            lowest++;
        }
        int highest = LEVELS - 1;
        while (highest > 0 && counts[highest] == 0) {
            highest--;
        }
        int clipped = 0;
        if (lowest <= eightBit.blackCode() && isPiledUp(lowest, 1)) {
            clipped += counts[lowest];
        }
        if (highest >= eightBit.whiteCode() && isPiledUp(highest, -1)) {
            clipped += counts[highest];
        }
        return clipped / (double) samples;
    }

    private boolean isPiledUp(int level, int inward) {
        int beside = 0;
        for (int i = 1; i <= BESIDE; i++) {
            beside += counts[Math.min(Math.max(level + i * inward, 0), LEVELS - 1)];
        }
        return (long) counts[level] * BESIDE > (long) PILED_UP * beside;
    }
}
