package io.sightline.source.enumerator;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** Finds out which renditions a stream offers. Called on a worker thread of the enumerator. */
@FunctionalInterface
public interface RenditionResolver extends Serializable {

    /**
     * Asks the stream.
     *
     * @return names of its renditions; empty when it has just one
     * @throws IOException when it does not answer now; asked again later
     */
    List<String> renditionsOf(StreamInput input) throws IOException;
}
