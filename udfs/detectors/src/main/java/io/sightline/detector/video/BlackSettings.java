package io.sightline.detector.video;

/**
 * What {@link BlackDetector} takes for black, in 8-bit limited-range levels (16 is black, 235
 * white).
 *
 * @param blackLevel a cell whose mean is at most this is black. 24 is 3.7 % of the range, 0.04 % of
 *     the light of white: nothing can be seen there, and coded black with noise stays below it
 * @param pedestalLevel the most that a wholly lifted black may reach. 34 covers limited-range black
 *     marked as full range (30) and its coding noise
 * @param pedestalSpreadLevels how far above the darkest cell a cell of a lifted black may lie: the
 *     coding noise of a flat picture
 * @param logoArea the most of a picture's area that a logo in a corner may take: a fifth of the
 *     width by a fifth of the height
 */
public record BlackSettings(
        double blackLevel, double pedestalLevel, double pedestalSpreadLevels, double logoArea) {

    public static final BlackSettings DEFAULTS = new BlackSettings(24, 34, 4, 0.04);

    public BlackSettings {
        if (!(blackLevel >= 0 && blackLevel <= pedestalLevel && pedestalLevel <= 255)) {
            throw new IllegalArgumentException(
                    "Black levels rise from 0 to 255: black "
                            + blackLevel
                            + ", pedestal "
                            + pedestalLevel);
        }
        if (!(pedestalSpreadLevels >= 0)) {
            throw new IllegalArgumentException("pedestalSpreadLevels " + pedestalSpreadLevels);
        }
        if (!(logoArea >= 0 && logoArea <= 1)) {
            throw new IllegalArgumentException("logoArea " + logoArea);
        }
    }
}
