package io.sightline.source.ingest.manifest;

import io.sightline.source.ingest.fetch.ByteSpan;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one container that belong to a segment.
 *
 * @param span null when it is the whole resource
 * @param init what comes before it for the container to be understood; null for MPEG-TS
 * @param key what it is encrypted with; null when it is in the clear
 */
public record SegmentPart(
        URI place, @Nullable ByteSpan span, @Nullable Init init, @Nullable SegmentKey key) {

    /** The initialization section of fragmented MP4. */
    public record Init(URI place, @Nullable ByteSpan span, @Nullable SegmentKey key) {}
}
