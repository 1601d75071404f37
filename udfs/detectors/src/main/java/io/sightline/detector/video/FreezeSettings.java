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
 * @param recurrenceAfterAbruptStopLevels the same where movement of more than {@code codingLevels}
 *     a picture stopped from one picture to the next. Measured: up to 1.12 in a frozen night
 *     skyline
 * @param quietLevels a step from picture to picture below this is a repeat whatever came before it;
 *     an exact copy, a skipped picture, a B picture of a still scene
 * @param suddenStopRatio a step below this share of the recent movement is a repeat too: movement
 *     that stops from one picture to the next, with a coarse encoder still refining
 * @param cutRatio a step of more than this many times the recent movement, and codingLevels, is a
 *     cut
 * @param mostMovementLevels recent movement beyond this cannot be told from cuts: nothing follows
 *     from its stopping
 * @param evenMovementRatio a last step of more than this many times the recent movement may be a
 *     cut to a still scene: nothing follows from its stopping either
 * @param sameMovementRatio a step above this share of the recent movement, soon after a picture
 *     that looked quiet, is that movement going on
 * @param restlessLevels steps between intra pictures up to this much are coding. Measured in
 *     freezes, once settled: 0.00 to 0.15; in slow movement 0.5 to 1.2
 * @param restlessRatio steps up to this many times the largest that the stillness has shown are
 *     coding too
 * @param newsLevels a change of one cell by more than this is movement where the coder, settled,
 *     changed nothing so long after an intra picture before: a quarter of a level is 16 levels of
 *     one sample in 64
 * @param refinementMicros how long after an intra picture its coding is refined, in microseconds of
 *     media time
 * @param settleMicros how long after the movement stopped an encoder's rate control may still
 *     change the quality of intra pictures, in microseconds of media time
 * @param plainLevels a picture whose cells differ by less than this has no detail: black or one
 *     colour with coding noise, of which the means of 64 samples keep a level or two
 */
public record FreezeSettings(
        double codingLevels,
        double recurrenceLevels,
        double recurrenceAfterAbruptStopLevels,
        double quietLevels,
        double suddenStopRatio,
        double cutRatio,
        double mostMovementLevels,
        double evenMovementRatio,
        double sameMovementRatio,
        double restlessLevels,
        double restlessRatio,
        double newsLevels,
        long refinementMicros,
        long settleMicros,
        double plainLevels) {

    public static final FreezeSettings DEFAULTS =
            new FreezeSettings(
                    3.0, 0.7, 2.0, 0.3, 0.25, 4, 15, 1.5, 0.7, 0.5, 3, 0.25, 250_000, 1_000_000, 6);

    public FreezeSettings {
        if (!(quietLevels > 0
                && quietLevels <= recurrenceLevels
                && recurrenceLevels <= recurrenceAfterAbruptStopLevels
                && recurrenceAfterAbruptStopLevels <= codingLevels
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
        if (!(suddenStopRatio >= 0 && suddenStopRatio < 1)
                || !(cutRatio >= 1)
                || !(sameMovementRatio > suddenStopRatio)
                || !(restlessLevels > 0)
                || !(restlessRatio >= 1)
                || !(newsLevels > 0)
                || refinementMicros < 0
                || settleMicros < 0
                || !(plainLevels >= 0)) {
            throw new IllegalArgumentException(
                    "suddenStopRatio "
                            + suddenStopRatio
                            + ", settleMicros "
                            + settleMicros
                            + ", plainLevels "
                            + plainLevels);
        }
    }
}
