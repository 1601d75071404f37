package io.sightline.flow;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What an operator knows a stream to be; what differs is measured. Null means: anything.
 *
 * @param audio whether sound is missed even if the input never announces any
 * @param captions whether captions are missed even if there never were any
 * @param videoCodec short name: {@code h264}
 * @param width picture width, pixels
 * @param height picture height, pixels
 * @param framesPerSecond pictures a second
 * @param audioCodec short name: {@code aac}
 * @param channels of the sound
 */
public record Expected(
        boolean audio,
        boolean captions,
        @Nullable String videoCodec,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double framesPerSecond,
        @Nullable String audioCodec,
        @Nullable Integer channels)
        implements Serializable {

    /** Nothing in particular. */
    public static final Expected ANYTHING = ofAudio(false);

    /** Sound, or nothing in particular. */
    public static Expected ofAudio(boolean audio) {
        return new Expected(audio, /* captions= */ false, null, null, null, null, null, null);
    }
}
