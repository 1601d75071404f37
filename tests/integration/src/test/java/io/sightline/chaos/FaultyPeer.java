package io.sightline.chaos;

import java.io.IOException;

/** The other side of one stream, which misbehaves as told. */
interface FaultyPeer extends AutoCloseable {

    /** Where the stream is. */
    String url();

    /** From here on this happens, and nothing else. */
    void begin(Fault next) throws IOException;

    @Override
    void close() throws IOException;
}
