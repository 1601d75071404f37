package io.sightline.media;

import java.nio.ByteBuffer;

/** Sees the bytes of a location on their way to its demuxer. Thread: the one that reads it. */
@FunctionalInterface
public interface ByteTap {

    /**
     * Looks at bytes that pass; must not throw. After a seek of the demuxer some come again, and
     * others late or never.
     *
     * @param offset of the first of them in the input
     * @param bytes borrowed until the call returns
     */
    void passing(long offset, ByteBuffer bytes);
}
