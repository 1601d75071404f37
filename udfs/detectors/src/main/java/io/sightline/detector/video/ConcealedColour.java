package io.sightline.detector.video;

import io.sightline.detector.features.ChromaView;
import io.sightline.detector.features.LumaView;

/**
 * Finds what decoders paint where they know nothing: the grey in the middle of all three ranges,
 * and the green that planes of zeros are.
 */
final class ConcealedColour {

    private static final int MIDDLE = 128 * LumaView.UNITS_PER_LEVEL;

    private ConcealedColour() {}

    /** The share of cells that have such a colour, 0 to 1. */
    static double ratio(LumaView luma, ChromaView chroma, BlockCorruptionSettings settings) {
        short[] light = luma.cells();
        short[] blue = chroma.cb();
        short[] red = chroma.cr();
        int columns = luma.columns();
        int count = columns * luma.rows();
        int grey = (int) (settings.grey() * LumaView.UNITS_PER_LEVEL);
        int impossible = (int) (settings.impossibleLevels() * LumaView.UNITS_PER_LEVEL);
        int impossibleCells = 0;
        int greyCells = 0;
        for (int i = 0; i < count; i++) {
            boolean isGrey =
                    Math.abs(light[i] - MIDDLE) <= grey
                            && Math.abs(blue[i] - ChromaView.NEUTRAL_UNITS) <= grey
                            && Math.abs(red[i] - ChromaView.NEUTRAL_UNITS) <= grey
                            && isFlatTo(light, i, i + 1, count, grey)
                            && isFlatTo(light, i, i + columns, count, grey);
            greyCells += isGrey ? 1 : 0;
            impossibleCells += isImpossible(light[i], blue[i], red[i], impossible) ? 1 : 0;
        }
        boolean isMuchGrey = greyCells >= settings.leastGrey() * count;
        boolean isMuchImpossible = impossibleCells >= settings.leastImpossible() * count;
        return ((isMuchImpossible ? impossibleCells : 0) + (isMuchGrey ? greyCells : 0))
                / (double) count;
    }

    private static boolean isFlatTo(short[] light, int cell, int other, int count, int most) {
        return other >= count || Math.abs(light[cell] - light[other]) <= most;
    }

    /**
     * The smaller coefficients of BT.601 and BT.709 in 256ths, so that a colour is impossible by
     * both.
     */
    private static boolean isImpossible(int light, int blue, int red, int belowBlack) {
        int white = 298 * (light - LumaView.BLACK_UNITS);
        int redLight = white + 409 * (red - ChromaView.NEUTRAL_UNITS);
        int blueLight = white + 516 * (blue - ChromaView.NEUTRAL_UNITS);
        return redLight < -256 * belowBlack && blueLight < -256 * belowBlack;
    }
}
