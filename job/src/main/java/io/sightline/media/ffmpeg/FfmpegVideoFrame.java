package io.sightline.media.ffmpeg;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.Transfer;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FrameFeatures;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

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
    private final PictureLayout layout;
    private final ByteBuffer luma;
    private final int lumaStrideBytes;
    private final @Nullable ByteBuffer cb;
    private final @Nullable ByteBuffer cr;
    private final int chromaStrideBytes;
    private final PictureTraits traits;
    private final boolean isIntraCoded;
    private final int captionBytes;
    private final PictureDamage damage;
    private final FrameFeatures features;
    private boolean isExpired;

    FfmpegVideoFrame(
            long presentationTimeMicros,
            long durationMicros,
            PictureLayout layout,
            SamplePlane luma,
            @Nullable SamplePlane cb,
            @Nullable SamplePlane cr,
            PictureTraits traits,
            boolean isIntraCoded,
            int captionBytes,
            PictureDamage damage,
            FrameFeatures features) {
        this.presentationTimeMicros = presentationTimeMicros;
        this.durationMicros = durationMicros;
        this.layout = layout;
        this.luma = luma.bytes();
        this.lumaStrideBytes = luma.strideBytes();
        this.cb = cb == null ? null : cb.bytes();
        this.cr = cr == null ? null : cr.bytes();
        this.chromaStrideBytes = cb == null ? 0 : cb.strideBytes();
        this.traits = traits;
        this.isIntraCoded = isIntraCoded;
        this.captionBytes = captionBytes;
        this.damage = damage;
        this.features = features;
    }

    /** Ends the borrow. */
    void expire() {
        isExpired = true;
    }

    /** Overwrites the pixels, which must be a private copy. */
    void poison() {
        poison(luma);
        poison(cb);
        poison(cr);
    }

    private static void poison(@Nullable ByteBuffer plane) {
        for (int i = 0; plane != null && i < plane.capacity(); i++) {
            plane.put(i, POISON);
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
        return layout.width();
    }

    @Override
    public int height() {
        requireBorrowed();
        return layout.height();
    }

    @Override
    public LumaFormat lumaFormat() {
        requireBorrowed();
        return layout.lumaFormat();
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
    public @Nullable ChromaFormat chromaFormat() {
        requireBorrowed();
        PictureLayout.Chroma chroma = layout.chroma();
        return chroma == null ? null : chroma.format();
    }

    @Override
    public ByteBuffer cb() {
        requireBorrowed();
        return cb == null ? VideoFrame.super.cb() : cb;
    }

    @Override
    public ByteBuffer cr() {
        requireBorrowed();
        return cr == null ? VideoFrame.super.cr() : cr;
    }

    @Override
    public int chromaStrideBytes() {
        requireBorrowed();
        return cb == null ? VideoFrame.super.chromaStrideBytes() : chromaStrideBytes;
    }

    @Override
    public Transfer transfer() {
        requireBorrowed();
        return traits.transfer();
    }

    @Override
    public double sampleAspectRatio() {
        requireBorrowed();
        return traits.sampleAspectRatio();
    }

    @Override
    public boolean isTopFieldFirst() {
        requireBorrowed();
        return traits.isTopFieldFirst();
    }

    @Override
    public boolean isInterlaced() {
        requireBorrowed();
        return traits.isInterlaced();
    }

    @Override
    public boolean isIntraCoded() {
        requireBorrowed();
        return isIntraCoded;
    }

    @Override
    public PictureDamage damage() {
        requireBorrowed();
        return damage;
    }

    @Override
    public int captionBytes() {
        requireBorrowed();
        return captionBytes;
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
