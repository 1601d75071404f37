package io.sightline.decode;

import io.sightline.media.Decoder;
import io.sightline.media.MediaException;
import io.sightline.media.Track;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of one track, open only while something is to be decoded: a decoder takes a megabyte
 * and more, a track next to nothing. Thread: the task's. Ownership: owns track and decoder.
 *
 * @param <D> the kind of decoder
 */
final class OnDemand<D extends Decoder> implements AutoCloseable {

    /** Opens a decoder, which is then owned here. */
    interface Opening<D> {
        D open(Track track) throws MediaException;
    }

    private final Track track; // owned, closed in close()
    private final Opening<D> opening;
    private final Consumer<MediaException> refusal;

    private @Nullable D decoder; // owned, closed in release()
    private boolean refused;

    /**
     * @param refusal told once when the track cannot be decoded
     */
    OnDemand(Track track, Opening<D> opening, Consumer<MediaException> refusal) {
        this.track = track;
        this.opening = opening;
        this.refusal = refusal;
    }

    /** The decoder, borrowed, opened now if it was not; null if the track cannot be decoded. */
    @Nullable D open() {
        if (decoder == null && !refused) {
            try {
                decoder = opening.open(track);
            } catch (MediaException failure) {
                refused = true;
                refusal.accept(failure);
            }
        }
        return decoder;
    }

    /** The decoder, borrowed, if it is open. */
    @Nullable D ifOpen() {
        return decoder;
    }

    /** Whether the track cannot be decoded. */
    boolean isRefused() {
        return refused;
    }

    /** Nothing is to be decoded for a while. */
    void release() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }

    @Override
    public void close() {
        try (track) {
            release();
        }
    }
}
