package io.sightline.detector.video;

/**
 * What {@link BlockCorruptionDetector} takes for the trace of damage.
 *
 * @param stepLevels how far a side of a block must step out of the texture around it, in 8-bit
 *     levels. A viewer sees 5, but coding at a low rate leaves as much here and there
 * @param strongStepWeight how much is added to that for each level by which one side in ten steps
 *     more on the grid than elsewhere: where blocks show all over, damage must show more
 * @param gridStepWeight how much is added for each level by which sides step more on the grid than
 *     elsewhere on average, likewise
 * @param chance how many deviations of their number (its root), but one block at least, are chance
 * @param elsewhereWeight for each block that is cut out on another grid so many may be on the
 *     coder's by chance
 * @param usualFactor damage is more than so many times the most of the last looks
 * @param grey how near to the middle of all three ranges a decoder's grey is, in levels
 * @param leastGrey the share of the picture that must be that grey before it counts: a sky that
 *     fades passes through it, and so does film without colour, but for little of the picture
 * @param impossibleLevels how far below black both red and blue of a colour must be that no camera
 *     sees and no graphic is painted in: planes that were never written are like that
 * @param leastImpossible the share of the picture that must have such colours before they count
 * @param newScene a new scene is where more than this share of areas of the picture changed
 * @param learningLooks so many looks at a new scene are only learnt from
 * @param novelty what lies this far above the usual is not learnt as usual, a share of the picture
 * @param patienceLooks for so many looks on end; then it is what the material is like
 */
public record BlockCorruptionSettings(
        double stepLevels,
        double strongStepWeight,
        double gridStepWeight,
        double chance,
        double elsewhereWeight,
        double usualFactor,
        double grey,
        double leastGrey,
        double impossibleLevels,
        double leastImpossible,
        double newScene,
        int learningLooks,
        double novelty,
        int patienceLooks) {

    public static final BlockCorruptionSettings DEFAULTS =
            new BlockCorruptionSettings(
                    12, 1, 1, 0.5, 2, 2, 0.5, 0.05, 40, 0.005, 0.5, 6, 0.001, 24);

    public BlockCorruptionSettings {
        if (!(stepLevels > 0 && strongStepWeight >= 0 && grey >= 0 && impossibleLevels >= 0)) {
            throw new IllegalArgumentException(
                    "Levels of block damage: step "
                            + stepLevels
                            + ", weight "
                            + strongStepWeight
                            + ", grey "
                            + grey
                            + ", impossible "
                            + impossibleLevels);
        }
        if (!(chance >= 0)
                || !(newScene > 0)
                || !(gridStepWeight >= 0)
                || !(leastGrey >= 0)
                || !(novelty > 0)
                || !(elsewhereWeight >= 1)
                || !(usualFactor >= 1)
                || !(leastImpossible >= 0)
                || learningLooks < 1
                || patienceLooks < 1) {
            throw new IllegalArgumentException(
                    "newScene "
                            + newScene
                            + ", chance "
                            + chance
                            + ", gridStepWeight "
                            + gridStepWeight
                            + ", leastGrey "
                            + leastGrey
                            + ", elsewhereWeight "
                            + elsewhereWeight
                            + ", usualFactor "
                            + usualFactor
                            + ", leastImpossible "
                            + leastImpossible
                            + ", learningLooks "
                            + learningLooks
                            + ", novelty "
                            + novelty
                            + ", patienceLooks "
                            + patienceLooks);
        }
    }
}
