package io.sightline.media;

import io.sightline.detector.api.VideoFrame;
import org.jspecify.annotations.Nullable;

/** Decodes one video track. Thread: one, the task's. Ownership: the opener closes it. */
public interface VideoDecoder extends AutoCloseable {

    /**
     * Gives the decoder one packet, which stays the caller's. Every frame must be received before
     * the next packet is sent.
     *
     * @return false when the decoder refused the packet as damaged
     */
    boolean send(Packet packet);

    /** What may be left undecoded. */
    enum Skip {
        NOTHING,
        /** Pictures that no other picture refers to. */
        NON_REFERENCE
    }

    /** Changes what is left undecoded from the next packet on; what is decoded stays exact. */
    void skip(Skip what);

    /** Says that no packet follows: the frames still held come out, then {@link #reset()}. */
    void drain();

    /** Forgets everything, ready for an unrelated packet. */
    void reset();

    /**
     * The next picture, borrowed until the next call on this decoder, or null when there is none.
     */
    @Nullable VideoFrame receive();

    @Override
    void close();
}
