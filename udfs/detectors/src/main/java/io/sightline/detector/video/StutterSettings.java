package io.sightline.detector.video;

/**
 * What {@link StutterDetector} takes for movement and for a repeat, in 8-bit levels of joined cells
 * (32 by 32 samples in 1080p).
 *
 * @param leastMovementLevels the mean step of pictures that move. Slower movement is coded as skipped
 *     blocks now and then, which nobody sees
 * @param changedLevels a cell that differs by more has moved
 * @param movingArea the share of cells that must move: repeats of a picture in which little moves
 *     are how cartoons are drawn and how encoders save bits
 * @param repeatRatio a repeat is a step of at most this share of the mean step
 * @param mostRepeatLevels and of at most this much: what coding the same picture again leaves
 * @param mostRepeats longer holds are pauses or freezes
 * @param goesOnRatio a hold counts if the step after it is at least this share of the mean step
 * @param cutRatio a step of more than so many times the mean is a cut, not movement
 * @param newestWeight of the newest step in the mean: a memory of ten pictures
 */
public record StutterSettings(
        double leastMovementLevels,
        double changedLevels,
        double movingArea,
        double repeatRatio,
        double mostRepeatLevels,
        int mostRepeats,
        double goesOnRatio,
        double cutRatio,
        double newestWeight) {

    public static final StutterSettings DEFAULTS =
            new StutterSettings(0.4, 0.5, 0.08, 0.15, 0.5, 24, 0.5, 6, 0.1);
}
