package io.sightline.media.ffmpeg;

import java.io.Serializable;

/**
 * What a decoder accepts, so that one stream cannot take the machine.
 *
 * @param maxPixels of one picture
 * @param maxChannels of one audio track
 */
public record DecoderLimits(long maxPixels, int maxChannels) implements Serializable {

    /** 8192x8192 pixels and 16 channels. */
    public static final DecoderLimits DEFAULT = new DecoderLimits(8192L * 8192L, 16);

    public DecoderLimits {
        if (maxPixels <= 0 || maxChannels <= 0) {
            throw new IllegalArgumentException(maxPixels + " pixels, " + maxChannels + " channels");
        }
    }
}
