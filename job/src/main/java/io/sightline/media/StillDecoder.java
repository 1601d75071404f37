package io.sightline.media;

import org.jspecify.annotations.Nullable;

/**
 * Decodes one video track, holds one picture while the next are decoded, and makes JPEGs of what is
 * wanted. Pictures that the decoder does not trust come out as well: they are what was shown.
 *
 * <p>Thread: the one that opened it. Ownership: the opener closes it.
 */
public interface StillDecoder extends AutoCloseable {

    /** Gives one packet to the decoder; what it refuses is left out. Receive all before. */
    void send(Packet packet);

    /** Decodes the next picture; false when there is none. */
    boolean receive();

    /** Presentation time of what was received last, microseconds. */
    long presentationTimeMicros();

    /** Keeps the picture that was received last in place of the one held before. */
    void hold();

    /** The held picture; null if none is. */
    @Nullable Still held();

    /** Makes the decoder bring out what it still has; it is received as usual. */
    void drain();

    /** After draining: ready for packets that continue nothing. The held picture stays. */
    void reset();

    @Override
    void close();
}
