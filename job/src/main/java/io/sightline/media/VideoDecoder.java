package io.sightline.media;

import io.sightline.detector.api.VideoFrame;
import org.jspecify.annotations.Nullable;

/** Decodes one video track. */
public interface VideoDecoder extends Decoder {

    /** What may be left undecoded. */
    enum Skip {
        NOTHING,
        /** Pictures that no other picture refers to. */
        NON_REFERENCE
    }

    /** Changes what is left undecoded from the next packet on; what is decoded stays exact. */
    void skip(Skip what);

    /**
     * The next picture, borrowed until the next call on this decoder, or null when there is none.
     */
    @Nullable VideoFrame receive();
}
