package io.sightline.detector.api;

/**
 * How the two colour-difference planes of a picture are stored. Bit depth, shift and range are
 * those of its {@link LumaFormat}.
 *
 * @param horizontalShift a chroma sample is 1, 2 or 4 luma samples wide: 0, 1 or 2
 * @param verticalShift a chroma sample is so many luma samples high, likewise
 * @param stepBytes from one sample of a plane to the next: the size of a sample, or twice that
 *     where both planes share their rows (NV12)
 */
public record ChromaFormat(int horizontalShift, int verticalShift, int stepBytes) {

    public ChromaFormat {
        if (horizontalShift < 0 || horizontalShift > 2 || verticalShift < 0 || verticalShift > 2) {
            throw new IllegalArgumentException(
                    "horizontalShift " + horizontalShift + ", verticalShift " + verticalShift);
        }
        if (stepBytes < 1) {
            throw new IllegalArgumentException("stepBytes " + stepBytes);
        }
    }

    /** Samples in a row of a picture that is so many luma samples wide. */
    public int width(int lumaWidth) {
        return (lumaWidth + (1 << horizontalShift) - 1) >> horizontalShift;
    }

    /** Rows of a picture that is so many luma samples high. */
    public int height(int lumaHeight) {
        return (lumaHeight + (1 << verticalShift) - 1) >> verticalShift;
    }
}
