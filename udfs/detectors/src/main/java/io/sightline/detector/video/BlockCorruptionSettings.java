package io.sightline.detector.video;

/**
 * What {@link BlockCorruptionDetector} takes for the trace of damage.
 *
 * @param stepLevels how far a side of a block must step out of the texture around it, in 8-bit
 *     levels: what is plain to see
 * @param weakLevels how far it steps where coding at a low rate shows
 * @param weakWeight how many blocks are taken off for each that steps so little, where these are
 *     more than the others: damage steps far or not at all, low rates mostly a little
 * @param closedWeight for how many blocks one counts whose sides step all but one: by chance two
 *     sides lie on the grid at times, three hardly ever
 * @param tearWeight for how many blocks a torn row counts, the end of a lost slice
 * @param tearLevels how far it must step, in levels: horizontal lines are frequent
 * @param chance so many times the root of the number of blocks in the picture are no damage
 * @param usualFactor damage is more than so many times the most of the last looks
 * @param grey how near to the middle of all three ranges a decoder's grey is, in levels
 * @param leastGrey the share of the picture that must be that grey before it counts: a sky that
 *     fades passes through it, and so does film without colour, but for little of the picture
 * @param impossibleLevels how far below black both red and blue of a colour must be that no camera
 *     sees and no graphic is painted in: planes that were never written are like that
 * @param leastImpossible the share of the picture that must have such colours before they count
 * @param patienceLooks what is unusual for so many looks on end is what the material is like
 */
public record BlockCorruptionSettings(
        double stepLevels,
        double weakLevels,
        double weakWeight,
        double closedWeight,
        double tearWeight,
        double tearLevels,
        double chance,
        double usualFactor,
        double grey,
        double leastGrey,
        double impossibleLevels,
        double leastImpossible,
        int patienceLooks) {

    public static final BlockCorruptionSettings DEFAULTS =
            new BlockCorruptionSettings(12, 5, 1, 4, 0.5, 18, 0.12, 1.5, 0.5, 0.05, 40, 0.005, 24);

    public BlockCorruptionSettings {
        check("weakLevels", weakLevels, weakLevels > 0);
        check("stepLevels", stepLevels, stepLevels >= weakLevels);
        check("tearLevels", tearLevels, tearLevels >= stepLevels);
        check("weakWeight", weakWeight, weakWeight >= 0);
        check("closedWeight", closedWeight, closedWeight >= 1);
        check("tearWeight", tearWeight, tearWeight >= 0);
        check("chance", chance, chance >= 0);
        check("usualFactor", usualFactor, usualFactor >= 1);
        check("grey", grey, grey >= 0);
        check("leastGrey", leastGrey, leastGrey >= 0);
        check("impossibleLevels", impossibleLevels, impossibleLevels >= 0);
        check("leastImpossible", leastImpossible, leastImpossible >= 0);
        check("patienceLooks", patienceLooks, patienceLooks >= 1);
    }

    private static void check(String name, double value, boolean isRight) {
        if (!isRight) {
            throw new IllegalArgumentException("Block damage: " + name + " is " + value);
        }
    }
}
