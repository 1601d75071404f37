package io.sightline.detector.audio;

/** Loudness of K-weighted power, summed over weighted channels: ITU-R BS.1770 annex 1. */
final class Loudness {

    /** What silence reads: 50 LU below the absolute gate. */
    static final double FLOOR_LUFS = -120;

    /** Makes a 997 Hz tone of 0 dBFS in one front channel read -3.01 LUFS. */
    private static final double OFFSET_DB = -0.691;

    private Loudness() {}

    static double ofPower(double power) {
        return power > 0 ? Math.max(FLOOR_LUFS, OFFSET_DB + 10 * Math.log10(power)) : FLOOR_LUFS;
    }
}
