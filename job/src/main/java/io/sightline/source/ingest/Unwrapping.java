package io.sightline.source.ingest;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** What makes a run of bytes of datagrams. Reading thread. */
interface Unwrapping {

    /** Each datagram as it came. */
    Unwrapping NONE =
            new Unwrapping() {
                @Override
                public boolean accept(ByteBuffer datagram, Queue<ByteBuffer> out) {
                    out.add(datagram);
                    return true;
                }

                @Override
                public void flush(Queue<ByteBuffer> out) {
                    // Nothing is kept back.
                }
            };

    /**
     * Takes one datagram.
     *
     * @param datagram borrowed until everything in {@code out} was read
     * @param out gets the payloads that are in order now
     * @return false when it is not of the expected kind
     */
    boolean accept(ByteBuffer datagram, Queue<ByteBuffer> out);

    /** Gives out what is kept back: what is missing will not come. */
    void flush(Queue<ByteBuffer> out);

    /** An empty queue of payloads. */
    static Queue<ByteBuffer> queue() {
        return new ArrayDeque<>();
    }
}
