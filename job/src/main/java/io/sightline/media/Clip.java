package io.sightline.media;

/**
 * Packets of some tracks as a file that plays by itself. Whoever holds it owns it.
 *
 * @see io.sightline.media.ffmpeg.FfmpegMedia#remux
 */
public final class Clip {

    private final byte[] bytes;
    private final String extension;
    private final long fromMicros;
    private final long toMicros;
    private final int refusedPackets;

    /**
     * @param bytes the file; not copied
     * @param extension of its name, without a dot
     * @param fromMicros presentation time of what it begins with
     * @param toMicros presentation time of the end of what it ends with
     * @param refusedPackets those that are so damaged that the container does not take them
     */
    public Clip(
            byte[] bytes, String extension, long fromMicros, long toMicros, int refusedPackets) {
        this.bytes = bytes;
        this.extension = extension;
        this.fromMicros = fromMicros;
        this.toMicros = toMicros;
        this.refusedPackets = refusedPackets;
    }

    /** Ownership: borrowed; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public String extension() {
        return extension;
    }

    public long fromMicros() {
        return fromMicros;
    }

    public long toMicros() {
        return toMicros;
    }

    public int refusedPackets() {
        return refusedPackets;
    }
}
