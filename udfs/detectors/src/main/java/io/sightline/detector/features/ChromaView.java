package io.sightline.detector.features;

/**
 * The colour differences of one picture as means over the cells of its {@link LumaView}. One or two
 * rows of samples stand for each cell: colour is coarser than light, and half of it tells the mean.
 *
 * <p>Values are the same whatever the bit depth, shift, range and subsampling of the picture: units
 * of 1/{@value LumaView#UNITS_PER_LEVEL} of an 8-bit limited-range level, 16 to 240, so that no
 * colour is {@link #NEUTRAL_UNITS}.
 *
 * <p>Ownership: borrowed until the frame it came from is given back; the arrays are reused.
 */
public final class ChromaView {

    public static final int NEUTRAL_UNITS = 128 * LumaView.UNITS_PER_LEVEL;

    /** From no colour to the nominal end of the range on either side: 112 levels. */
    public static final int SWING_UNITS = 112 * LumaView.UNITS_PER_LEVEL;

    private short[] cb = new short[0];
    private short[] cr = new short[0];

    ChromaView() {}

    void resize(int cells) {
        if (cb.length < cells) {
            cb = new short[cells];
            cr = new short[cells];
        }
    }

    /** Blue minus luma: indices as in {@link LumaView#cells()}; never negative. */
    public short[] cb() {
        return cb;
    }

    /** Red minus luma, likewise. */
    public short[] cr() {
        return cr;
    }
}
