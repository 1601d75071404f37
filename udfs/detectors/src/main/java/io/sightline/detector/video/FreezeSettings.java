package io.sightline.detector.video;

/**
 * What {@link FreezeDetector} takes for a repeated picture. Differences are in 8-bit limited-range
 * levels, over cells, by the fourth-power mean of {@link PictureDigest#differenceLevels}. The
 * defaults lie between what was measured inside planted, re-encoded freezes (H.264, MPEG-2, VP9,
 * 0.03 to 0.4 bits a sample) and what living static cameras show; docs/reference/detectors.md has
 * the figures.
 *
 * @param codingLevels the most that coding the same picture again changes it, refinement after the
 *     last movement and intra pictures included. Measured: typically 0.3 to 2, up to 3.6 in a
 *     detailed scene at the lowest rate
 * @param recurrenceLevels the most by which two intra coded pictures of one still stretch differ.
 *     Measured: 0.00 when the source is frozen, up to 0.96 while rate control still changes; 0.75
 *     and more for a static camera's noise
 * @param quietLevels a step from picture to picture below this is a repeat whatever came before it;
 *     an exact copy, a skipped picture, a B picture of a still scene
 * @param suddenStopRatio a step below this share of the recent movement is a repeat too: movement
 *     that stops from one picture to the next, with a coarse encoder still refining
 * @param settleMicros how long after the movement stopped an encoder's rate control may still
 *     change the quality of intra pictures, in microseconds of media time
 */
public record FreezeSettings(
        double codingLevels,
        double recurrenceLevels,
        double quietLevels,
        double suddenStopRatio,
        long settleMicros) {

    public static final FreezeSettings DEFAULTS =
            new FreezeSettings(3.0, 0.7, 0.3, 0.25, 1_000_000);

    public FreezeSettings {
        if (!(quietLevels > 0
                && quietLevels <= recurrenceLevels
                && recurrenceLevels <= codingLevels
                && codingLevels <= PictureDigest.MAX_DIFFERENCE_LEVELS)) {
            throw new IllegalArgumentException(
                    "Levels rise from quiet "
                            + quietLevels
                            + " over recurrence "
                            + recurrenceLevels
                            + " to coding "
                            + codingLevels
                            + ", at most "
                            + PictureDigest.MAX_DIFFERENCE_LEVELS);
        }
        if (!(suddenStopRatio >= 0 && suddenStopRatio < 1) || settleMicros < 0) {
            throw new IllegalArgumentException(
                    "suddenStopRatio " + suddenStopRatio + ", settleMicros " + settleMicros);
        }
    }
}
