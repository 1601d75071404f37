package io.sightline.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits one input into packets. Thread: the one that opened it. Ownership: the opener closes it.
 */
public interface Demuxer extends AutoCloseable {

    /** The tracks known so far; borrowed. A new list when the set or a format changed. */
    List<Track> tracks();

    /**
     * Reads the next packet of any track that is not {@link Track.Kind#OTHER}.
     *
     * @return owned, or null at the end of the input
     * @throws MediaException when reading fails, times out or is cancelled
     */
    @Nullable Packet read() throws MediaException;

    /** How long its index or header says it is; 0 when they do not. */
    long announcedDurationMicros();

    @Override
    void close();
}
