package io.sightline.detector.video;

/**
 * What {@link SolidColourDetector} takes for one colour, in 8-bit limited-range levels.
 *
 * @param blackLevel what is at most this is black, which is a defect of its own: the most that
 *     {@link BlackSettings} allows a lifted black
 * @param toleranceLevels how far a cell of the colour may be from the mean of it in luma: coding
 *     noise of a flat picture stays under one, and the shading of a wall or of fog exceeds it
 * @param chromaToleranceLevels the same in both colour differences, of which fewer samples make a
 *     mean
 * @param leastArea the share of the picture that black edges must leave: less is a thing on black
 * @param logoArea the share of the picture that logos may cover: three of a fiftieth
 * @param leastCells a picture of fewer is an icon, which may well be of one colour
 * @param firstLookRatio if fewer of the cells looked at first are of one level, the rest are not
 *     looked at
 */
public record SolidColourSettings(
        double blackLevel,
        double toleranceLevels,
        double chromaToleranceLevels,
        double leastArea,
        double logoArea,
        int leastCells,
        double firstLookRatio) {

    public static final SolidColourSettings DEFAULTS =
            new SolidColourSettings(34, 2, 5, 0.4, 0.06, 64, 0.9);
}
