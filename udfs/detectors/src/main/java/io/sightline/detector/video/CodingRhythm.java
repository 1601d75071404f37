package io.sightline.detector.video;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a coder does to a picture that stands still, over the time since the last intra picture.
 *
 * <p>A coder that has settled codes the same pictures in the same way after each intra picture:
 * refinements come at the same distance from it, and between them nothing changes at all. So once
 * intra pictures recur exactly, a change at a distance where there was none is in the source,
 * however small: a pointer that moves by a sample, say.
 */
final class CodingRhythm {

    /** Intra pictures this close, in levels, are the same: rounding of cells aside. */
    private static final double SAME_LEVELS = 0.02;

    private static final long PHASE_MICROS = 125_000;
    private static final int PHASES = 32; // the last one never ends
    private static final float NOT_SEEN = -1;

    private final float[] shownLevels = new float[PHASES]; // largest change of a cell, by phase
    private boolean recursExactly;

    CodingRhythm() {
        begin();
    }

    /** A new stillness: nothing is known of it. */
    void begin() {
        Arrays.fill(shownLevels, NOT_SEEN);
        recursExactly = false;
    }

    /** Takes the difference of an intra picture to the one before. */
    void onIntra(double differenceLevels) {
        recursExactly = differenceLevels <= SAME_LEVELS;
    }

    /**
     * Takes the largest change of a cell, and says whether it is news: more than the least and than
     * so many times what was seen around this phase before.
     */
    boolean isNews(long sinceIntraMicros, double changeLevels, double leastLevels, double ratio) {
        int phase = (int) Math.min(sinceIntraMicros / PHASE_MICROS, PHASES - 1);
        double shown = shownLevels[phase];
        double around = shown;
        if (phase > 0) { // timestamps are rounded
            around = Math.max(around, shownLevels[phase - 1]);
        }
        if (phase < PHASES - 1) {
            around = Math.max(around, shownLevels[phase + 1]);
        }
        if (recursExactly
                && shown != NOT_SEEN
                && changeLevels > Math.max(leastLevels, ratio * around)) {
            return true;
        }
        shownLevels[phase] = (float) Math.max(shown, changeLevels);
        return false;
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(recursExactly);
        for (float levels : shownLevels) {
            out.writeFloat(levels);
        }
    }

    void restore(DataInput in) throws IOException {
        recursExactly = in.readBoolean();
        for (int phase = 0; phase < PHASES; phase++) {
            shownLevels[phase] = in.readFloat();
        }
    }
}
