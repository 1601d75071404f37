package io.sightline.media.ffmpeg;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FrameFeatures;
import java.nio.ByteBuffer;

/**
 * One picture over the decoder's memory. A new small object for each picture, so that one kept too
 * long can say so.
 *
 * <p>Ownership: borrowed until {@link #expire()}. Thread: the decoder's.
 */
final class FfmpegVideoFrame implements VideoFrame {

    private static final byte POISON = (byte) 0xDB;

    private final long presentationTimeMicros;
    private final long durationMicros;
    private final int width;
    private final int height;
    private final LumaFormat lumaFormat;
    private final ByteBuffer luma;
    private final int lumaStrideBytes;
    private final boolean isInterlaced;
    private final PictureDamage damage;
    private final FrameFeatures features;
    private boolean isExpired;

    FfmpegVideoFrame(
            long presentationTimeMicros,
            long durationMicros,
            int width,
            int height,
            LumaFormat lumaFormat,
            LumaPlane plane,
            boolean isInterlaced,
            PictureDamage damage,
            FrameFeatures features) {
        this.presentationTimeMicros = presentationTimeMicros;
        this.durationMicros = durationMicros;
        this.width = width;
        this.height = height;
        this.lumaFormat = lumaFormat;
        this.luma = plane.bytes();
        this.lumaStrideBytes = plane.strideBytes();
        this.isInterlaced = isInterlaced;
        this.damage = damage;
        this.features = features;
    }

    /** Ends the borrow. */
    void expire() {
        isExpired = true;
    }

    /** Overwrites the pixels, which must be a private copy. */
    void poison() {
        for (int i = 0; i < luma.capacity(); i++) {
            luma.put(i, POISON);
        }
    }

    @Override
    public long presentationTimeMicros() {
        requireBorrowed();
        return presentationTimeMicros;
    }

    @Override
    public long durationMicros() {
        requireBorrowed();
        return durationMicros;
    }

    @Override
    public int width() {
        requireBorrowed();
        return width;
    }

    @Override
    public int height() {
        requireBorrowed();
        return height;
    }

    @Override
    public LumaFormat lumaFormat() {
        requireBorrowed();
        return lumaFormat;
    }

    @Override
    public ByteBuffer luma() {
        requireBorrowed();
        return luma;
    }

    @Override
    public int lumaStrideBytes() {
        requireBorrowed();
        return lumaStrideBytes;
    }

    @Override
    public boolean isInterlaced() {
        requireBorrowed();
        return isInterlaced;
    }

    @Override
    public PictureDamage damage() {
        requireBorrowed();
        return damage;
    }

    @Override
    public FrameFeatures features() {
        requireBorrowed();
        return features;
    }

    private void requireBorrowed() {
        if (isExpired) {
            throw new IllegalStateException(
                    "This picture at "
                            + presentationTimeMicros
                            + " us was kept longer than the call that received it");
        }
    }
}
