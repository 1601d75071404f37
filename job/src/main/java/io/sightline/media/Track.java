package io.sightline.media;

import io.sightline.detector.model.TimeBase;

/**
 * One elementary stream of an input, with what a decoder needs to open it.
 *
 * <p>Ownership: an owner closes it. It may be opened by decoders any number of times before that;
 * closing it does not harm decoders that are open.
 */
public interface Track extends AutoCloseable {

    /** What a track carries. */
    enum Kind {
        VIDEO,
        AUDIO,
        /** Data, subtitles, attached pictures: not decoded. */
        OTHER
    }

    /** Its number within the input; packets carry it. */
    int index();

    Kind kind();

    /** The codec's short name: {@code h264}, {@code aac}. */
    String codec();

    TimeBase timeBase();

    /** One line for people: {@code h264 1280x720 yuv420p 29.97 fps}. */
    String description();

    /** Whether what a decoder must know is repeated among the packets, and may change there. */
    boolean carriesParameters();

    /** Another owned handle to the same track. */
    Track copyHandle();

    @Override
    void close();
}
