package io.sightline.detector.api;

import io.sightline.detector.features.FrameFeatures;
import java.nio.ByteBuffer;

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

    boolean isInterlaced();

    /**
     * Whether it was coded without reference to any other picture (an I picture), by the decoder's
     * word; false where that is not known.
     */
    default boolean isIntraCoded() {
        return false;
    }

    PictureDamage damage();

    /** Features computed at most once for this picture, shared by all detectors. */
    FrameFeatures features();
}
