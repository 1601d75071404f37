package io.sightline.media;

import io.sightline.detector.api.AudioBlock;
import org.jspecify.annotations.Nullable;

/** Decodes one audio track. Thread: one, the task's. Ownership: the opener closes it. */
public interface AudioDecoder extends AutoCloseable {

    /**
     * Gives the decoder one packet, which stays the caller's. Every block must be received before
     * the next packet is sent.
     *
     * @return false when the decoder refused the packet as damaged
     */
    boolean send(Packet packet);

    /** Says that no packet follows: the blocks still held come out, then {@link #reset()}. */
    void drain();

    /** Forgets everything, ready for an unrelated packet. */
    void reset();

    /** The next block, borrowed until the next call on this decoder, or null when there is none. */
    @Nullable AudioBlock receive();

    @Override
    void close();
}
