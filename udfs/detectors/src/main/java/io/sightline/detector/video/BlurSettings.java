package io.sightline.detector.video;

/**
 * What {@link BlurDetector} takes for blurred.
 *
 * @param softSamples an edge width that sharp material does not reach, in samples of a picture up
 *     to 1280 wide; beyond, it grows with the root of the width, since a viewer comes nearer. The
 *     softest of the clips measured, film of 1940, has 2.5; a Gaussian of 3 samples makes it 3 to 5
 * @param usualFactor how many times wider than usual edges must be. From scene to scene they differ
 *     by up to 1.7
 * @param mostUsual what is usual counts as at most so many times {@code softSamples}: material that
 *     was extremely soft from the start is blurred too
 * @param leastEdges with fewer than so many edges a picture says nothing
 * @param leastLearnt so many seconds must be known before a stream has something usual
 */
public record BlurSettings(
        double softSamples, double usualFactor, double mostUsual, int leastEdges, int leastLearnt) {

    public static final BlurSettings DEFAULTS = new BlurSettings(2.75, 1.6, 1, 60, 3);

    public BlurSettings {
        if (!(softSamples >= 1 && usualFactor >= 1 && mostUsual > 0)) {
            throw new IllegalArgumentException(
                    "softSamples "
                            + softSamples
                            + ", usualFactor "
                            + usualFactor
                            + ", mostUsual "
                            + mostUsual);
        }
        if (leastEdges < 1 || leastLearnt < 1) {
            throw new IllegalArgumentException(
                    "leastEdges " + leastEdges + ", leastLearnt " + leastLearnt);
        }
    }
}
