package io.sightline.detect;

import io.sightline.detector.features.FrameFeatures;
import java.nio.ByteBuffer;

/** A picture of one row. */
record FakeFrame(long presentationTimeMicros, int width) implements PlainFrame {

    @Override
    public int height() {
        return 1;
    }

    @Override
    public ByteBuffer luma() {
        return ByteBuffer.allocate(width);
    }

    @Override
    public FrameFeatures features() {
        return new FrameFeatures();
    }
}
