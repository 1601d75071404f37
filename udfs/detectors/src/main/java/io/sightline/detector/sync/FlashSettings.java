package io.sightline.detector.sync;

import io.sightline.detector.features.LumaView;

/**
 * What a flash of a line-up pattern is.
 *
 * @param leastRiseUnits by how much a region brightens at least, units of {@link LumaView}
 * @param leastArea the share of the picture that does, over 0 to 1
 * @param fallen it is over when this share of the rise is left, 0 to 1
 * @param longestMicros what stays bright for longer is another scene
 */
record FlashSettings(int leastRiseUnits, double leastArea, double fallen, long longestMicros) {

    /**
     * 40 levels in 4 % of the picture: patterns show white squares of a tenth of the picture or
     * more on black or grey. They last one to ten pictures.
     */
    static final FlashSettings DEFAULT =
            new FlashSettings(40 * LumaView.UNITS_PER_LEVEL, 0.04, 0.4, 500_000);
}
