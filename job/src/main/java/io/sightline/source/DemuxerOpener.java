package io.sightline.source;

import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.media.ReadControl;
import java.io.Serializable;

/** Opens inputs. Called on reading threads; ships with the source, so it holds no state. */
@FunctionalInterface
public interface DemuxerOpener extends Serializable {

    /**
     * Opens {@code input} within the deadline of {@code control}, which also bounds every read.
     *
     * <p>Ownership: the caller closes the demuxer, on the thread that opened it.
     */
    Demuxer open(MediaInput input, ReadControl control) throws MediaException;
}
