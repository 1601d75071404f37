package io.sightline.detector.video;

/**
 * What {@link StutterDetector} takes for movement and for a repeat, in 8-bit levels of joined cells
 * (32 by 32 samples in 1080p).
 *
 * @param leastMovementLevels the mean step of pictures that move. Slower movement is coded as
 *     skipped blocks now and then, which nobody sees
 * @param changedLevels a cell that differs by more has moved
 * @param movingArea the share of cells that must move: a mouth drawn on threes is a cartoon
 * @param repeatRatio a repeat is a step of at most this share of the smallest of the last steps
 * @param mostRepeatLevels and of at most this much: what coding the same picture again leaves
 * @param mostRepeats longer holds are pauses or freezes
 * @param goesOnRatio a step of at least this share of those before is movement that goes on; one
 *     between that and a repeat tells nothing
 * @param leastCells a picture of fewer is too small to tell movement from noise
 * @param cutRatio a step of more than so many times those before is a cut and says nothing about
 *     the movement
 */
public record StutterSettings(
        double leastMovementLevels,
        double changedLevels,
        double movingArea,
        double repeatRatio,
        double mostRepeatLevels,
        int mostRepeats,
        double goesOnRatio,
        int leastCells,
        double cutRatio) {

    public static final StutterSettings DEFAULTS =
            new StutterSettings(0.6, 0.5, 0.04, 0.12, 0.5, 24, 0.35, 64, 6);
}
