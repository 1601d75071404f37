package io.sightline.media;

/** Decodes one track. Thread: one, the task's. Ownership: the opener closes it. */
public interface Decoder extends AutoCloseable {

    /**
     * Gives the decoder one packet, which stays the caller's. Everything that comes out must be
     * received before the next packet is sent.
     *
     * @return false when the decoder refused the packet as damaged
     */
    boolean send(Packet packet);

    /** Says that no packet follows: what is still held comes out, then {@link #reset()}. */
    void drain();

    /** Forgets everything, ready for an unrelated packet. */
    void reset();

    @Override
    void close();
}
