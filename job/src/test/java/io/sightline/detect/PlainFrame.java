package io.sightline.detect;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.VideoFrame;

/** A picture of 25 a second, 8 bits and nothing special. */
interface PlainFrame extends VideoFrame {

    long DURATION_MICROS = 40_000;

    @Override
    default long durationMicros() {
        return DURATION_MICROS;
    }

    @Override
    default LumaFormat lumaFormat() {
        return new LumaFormat(8, 0, /* fullRange= */ false);
    }

    @Override
    default int lumaStrideBytes() {
        return width();
    }

    @Override
    default boolean isInterlaced() {
        return false;
    }

    @Override
    default boolean isIntraCoded() {
        return false;
    }

    @Override
    default PictureDamage damage() {
        return PictureDamage.NONE;
    }
}
