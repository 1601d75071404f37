package io.sightline.detector.api;

import io.sightline.detector.features.FrameFeatures;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One decoded picture.
 *
 * <p>Ownership: borrowed until the call that received it returns. Every accessor of a frame kept
 * longer throws {@link IllegalStateException}.
 */
public interface VideoFrame {

    /** When it is shown: microseconds on the rendition's own timeline. */
    long presentationTimeMicros();

    /** How long it is shown if the next one comes in time, at least 1. */
    long durationMicros();

    int width();

    int height();

    LumaFormat lumaFormat();

    /**
     * The luma plane: row {@code y} begins at byte {@code y * lumaStrideBytes()}. Little-endian,
     * position 0, read only by convention.
     */
    ByteBuffer luma();

    int lumaStrideBytes();

    /** How {@link #cb()} and {@link #cr()} are stored; nothing where there is only luma. */
    default @Nullable ChromaFormat chromaFormat() {
        return null;
    }

    /**
     * The plane of blue minus luma: row {@code y} begins at byte {@code y * chromaStrideBytes()}.
     * Like {@link #luma()}. Only where {@link #chromaFormat()} says how it is stored.
     */
    default ByteBuffer cb() {
        throw new IllegalStateException("This picture has no colour planes");
    }

    /** The plane of red minus luma, likewise. */
    default ByteBuffer cr() {
        throw new IllegalStateException("This picture has no colour planes");
    }

    default int chromaStrideBytes() {
        throw new IllegalStateException("This picture has no colour planes");
    }

    /** How code values become light, as the stream says. */
    default Transfer transfer() {
        return Transfer.SDR;
    }

    /** Width of a sample on the screen by its height; 1 where the stream does not say. */
    default double sampleAspectRatio() {
        return 1;
    }

    boolean isInterlaced();

    /** Of an interlaced picture: whether the field with the top line comes first. */
    default boolean isTopFieldFirst() {
        return false;
    }

    /**
     * Whether it was coded without reference to any other picture (an I picture), by the decoder's
     * word; false where that is not known.
     */
    default boolean isIntraCoded() {
        return false;
    }

    PictureDamage damage();

    /** Bytes of CEA-608 and CEA-708 captions that came with it, padding aside. */
    default int captionBytes() {
        return 0;
    }

    /** Features computed at most once for this picture, shared by all detectors. */
    FrameFeatures features();
}
