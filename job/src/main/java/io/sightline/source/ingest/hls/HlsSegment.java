package io.sightline.source.ingest.hls;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One segment as a media playlist names it.
 *
 * @param sequence its media sequence number
 * @param span null when it is the whole resource
 * @param init what comes before it for the container to be understood; null for MPEG-TS
 * @param isGap listed, but known to be missing
 * @param isEncrypted with a method other than {@code NONE}
 * @param programTimeMicros when its first sample was made, since the epoch, or {@code NO_TIME}
 */
public record HlsSegment(
        long sequence,
        URI place,
        @Nullable ByteSpan span,
        @Nullable Init init,
        boolean isDiscontinuous,
        boolean isGap,
        boolean isEncrypted,
        long durationMicros,
        long programTimeMicros) {

    /** The media initialization section of fragmented MP4. */
    public record Init(URI place, @Nullable ByteSpan span) {}
}
