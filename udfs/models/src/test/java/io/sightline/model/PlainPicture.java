package io.sightline.model;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FrameFeatures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntBinaryOperator;

/** A picture of luma, of which rows have four bytes more than they need. */
record PlainPicture(
        long presentationTimeMicros,
        int width,
        int height,
        LumaFormat lumaFormat,
        ByteBuffer luma,
        PictureDamage damage)
        implements VideoFrame {

    static final LumaFormat LIMITED = new LumaFormat(8, 0, /* fullRange= */ false);

    private static final int PADDING = 4;
    private static final int DURATION_MICROS = 40_000;

    /**
     * @param codes code values by column and row
     */
    static PlainPicture of(
            long atMicros, int width, int height, LumaFormat format, IntBinaryOperator codes) {
        int stride = width * format.bytesPerSample() + PADDING;
        ByteBuffer luma = ByteBuffer.allocateDirect(stride * height).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int code = codes.applyAsInt(x, y);
                if (format.bytesPerSample() == 1) {
                    luma.put(y * stride + x, (byte) code);
                } else {
                    luma.putShort(y * stride + 2 * x, (short) (code << format.shift()));
                }
            }
        }
        return new PlainPicture(atMicros, width, height, format, luma, PictureDamage.NONE);
    }

    PlainPicture damaged() {
        return new PlainPicture(
                presentationTimeMicros,
                width,
                height,
                lumaFormat,
                luma,
                new PictureDamage(/* concealed= */ true, false, false));
    }

    @Override
    public long durationMicros() {
        return DURATION_MICROS;
    }

    @Override
    public int lumaStrideBytes() {
        return width * lumaFormat.bytesPerSample() + PADDING;
    }

    @Override
    public boolean isInterlaced() {
        return false;
    }

    @Override
    public FrameFeatures features() {
        return new FrameFeatures();
    }
}
