package io.sightline.media;

import io.sightline.detector.api.AudioBlock;
import org.jspecify.annotations.Nullable;

/** Decodes one audio track. */
public interface AudioDecoder extends Decoder {

    /** The next block, borrowed until the next call on this decoder, or null when there is none. */
    @Nullable AudioBlock receive();
}
