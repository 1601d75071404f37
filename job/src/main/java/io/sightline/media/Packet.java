package io.sightline.media;

/**
 * Compressed bytes of one track, as demuxed.
 *
 * <p>Ownership: the holder closes it. It crosses from the reading thread to the task thread and is
 * used by one thread at a time.
 */
public interface Packet extends AutoCloseable {

    int trackIndex();

    /** PTS as the container has it, in ticks of the track, or {@code TimeBase.NO_TIME}. */
    long ptsTicks();

    /** DTS as the container has it, in ticks of the track, or {@code TimeBase.NO_TIME}. */
    long dtsTicks();

    /** Duration in ticks of the track, 0 when unknown. */
    long durationTicks();

    int sizeBytes();

    /**
     * Frees memory beyond the packet's own bytes: demuxers may lend a part of a much larger buffer.
     * For packets that are kept for long; may copy the bytes.
     */
    void compact();

    /** Where it begins in the bytes of the input, or negative when the container does not tell. */
    long byteOffset();

    boolean isKeyFrame();

    /** The container or the transport marks it as damaged. */
    boolean isCorrupt();

    /**
     * Replaces the container's times by those of the rendition's own timeline; from here on its
     * decoder gives frames in that time.
     *
     * @param presentationTimeMicros or {@code TimeBase.NO_TIME}
     * @param decodeTimeMicros or {@code TimeBase.NO_TIME}
     * @param durationMicros 0 when unknown
     */
    void stamp(long presentationTimeMicros, long decodeTimeMicros, long durationMicros);

    /** As stamped, or {@code TimeBase.NO_TIME}. */
    long presentationTimeMicros();

    /** As stamped, or {@code TimeBase.NO_TIME}. */
    long decodeTimeMicros();

    /** Says that what this packet decodes to was already examined before a restart. */
    void markPreRoll();

    boolean isPreRoll();

    @Override
    void close();
}
