package io.sightline.detector.features;

import io.sightline.detector.api.VideoFrame;

/**
 * How much of a picture is staircases: gradients that too few levels turned into bands. Along every
 * sixteenth row, runs of one level of {@value #LEAST_RUN} to {@value #MOST_RUN} samples that follow
 * each other by steps of {@value #LEAST_STEP} to {@value #MOST_STEP} levels in one direction, three
 * steps or more. Steps of one level are what 8 bits can do at best, and count for nothing.
 *
 * <p>The idea of banding visibility by steps of few levels between flat areas is that of CAMBI
 * (Tandon et al., PCS 2021), without its scales. Allocates nothing while the width stays.
 */
public final class Staircases {

    private static final int ROW_STEP = 16;
    private static final int COLUMN_STEP = 4;
    private static final int LEAST_RUN = 12; // samples
    private static final int MOST_RUN = 256;
    private static final int LEAST_STEP = 2; // levels
    private static final int MOST_STEP = 24;
    private static final int LEAST_STEPS = 3;

    private final LevelRows levelRows = new LevelRows();
    private byte[] row = new byte[0];

    /** The share of the picture's width and height in staircases, 0 to 1. */
    public double ratio(VideoFrame frame) {
        int width = frame.width();
        if (row.length < width) {
            row = new byte[width];
        }
        int rows = 0;
        long inStairs = 0;
        for (int y = Math.min(ROW_STEP / 2, frame.height() / 2);
                y < frame.height();
                y += ROW_STEP) {
            levelRows.copy(frame, y, row, 0);
            inStairs += samplesInStairs(width);
            rows++;
        }
        return Math.min(1, inStairs / ((double) rows * width));
    }

    private int samplesInStairs(int width) {
        int inStairs = 0;
        int stairs = 0; // samples of the runs so far
        int steps = 0;
        int direction = 0;
        int lastLevel = -1; // of the run before
        int start = 0;
        int end = 0; // of the run before
        while (start < width) {
            int level = row[start] & 0xff;
            int next = start + COLUMN_STEP;
            while (next < width && (row[next] & 0xff) == level) {
                next += COLUMN_STEP;
            }
            int run = next - start;
            if (run >= LEAST_RUN) {
                int step = level - lastLevel;
                boolean follows =
                        lastLevel >= 0
                                && run <= MOST_RUN
                                && start - end <= COLUMN_STEP // a softened edge between
                                && Math.abs(step) >= LEAST_STEP
                                && Math.abs(step) <= MOST_STEP;
                int turn = Integer.signum(step);
                if (follows && (steps == 0 || turn == direction)) {
                    steps++;
                    stairs += run;
                } else {
                    inStairs += steps >= LEAST_STEPS ? stairs : 0;
                    steps = follows ? 1 : 0;
                    stairs = run;
                }
                direction = turn;
                lastLevel = level;
                end = next;
            }
            start = next;
        }
        return inStairs + (steps >= LEAST_STEPS ? stairs : 0);
    }
}
