package io.sightline.detector.api;

/**
 * How the luma plane of a picture is stored.
 *
 * @param bitDepth 8 to 16; a depth over 8 takes two bytes a sample, little-endian, in the low bits
 *     shifted left by {@code shift}
 * @param shift unused low bits of a two-byte sample: 6 for P010, 0 for yuv420p10le
 * @param fullRange luma spans the whole code range; otherwise 16 to 235 in 8-bit terms (limited)
 */
public record LumaFormat(int bitDepth, int shift, boolean fullRange) {

    public LumaFormat {
        if (bitDepth < 8 || bitDepth > 16 || shift < 0 || bitDepth + shift > 16) {
            throw new IllegalArgumentException("bitDepth " + bitDepth + ", shift " + shift);
        }
    }

    public int bytesPerSample() {
        return bitDepth > 8 ? 2 : 1;
    }

    /** The code value of nominal black. */
    public int blackCode() {
        return fullRange ? 0 : 16 << (bitDepth - 8);
    }

    /** The code value of nominal white. */
    public int whiteCode() {
        return fullRange ? (1 << bitDepth) - 1 : 235 << (bitDepth - 8);
    }
}
