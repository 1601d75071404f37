package io.sightline.detect;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FrameFeatures;
import java.nio.ByteBuffer;

/** A picture of one row. */
record FakeFrame(long presentationTimeMicros, int width) implements VideoFrame {

    static final long DURATION_MICROS = 40_000;

    @Override
    public long durationMicros() {
        return DURATION_MICROS;
    }

    @Override
    public int height() {
        return 1;
    }

    @Override
    public LumaFormat lumaFormat() {
        return new LumaFormat(8, 0, /* fullRange= */ false);
    }

    @Override
    public ByteBuffer luma() {
        return ByteBuffer.allocate(width);
    }

    @Override
    public int lumaStrideBytes() {
        return width;
    }

    @Override
    public boolean isInterlaced() {
        return false;
    }

    @Override
    public boolean isIntraCoded() {
        return false;
    }

    @Override
    public PictureDamage damage() {
        return PictureDamage.NONE;
    }

    @Override
    public FrameFeatures features() {
        return new FrameFeatures();
    }
}
