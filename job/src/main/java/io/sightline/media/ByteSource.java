package io.sightline.media;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Feeds a demuxer with bytes fetched in Java, such as the segments of HLS. Not seekable. */
@FunctionalInterface
public interface ByteSource {

    /**
     * Reads at least one byte into {@code target}, blocking until there is one.
     *
     * @return the number of bytes read, or -1 at the end
     */
    int read(ByteBuffer target) throws IOException;
}
