package io.sightline.source.ingest.hls;

import java.util.List;

/**
 * A media playlist at one moment.
 *
 * @param firstSequence of the first segment, or of the one that would be, when there is none
 * @param isEnded no segment will be added
 */
public record HlsPlaylist(
        long firstSequence, List<HlsSegment> segments, long targetMillis, boolean isEnded) {

    public HlsPlaylist {
        segments = List.copyOf(segments);
    }

    /** The sequence number of the segment after the last. */
    public long nextSequence() {
        return firstSequence + segments.size();
    }
}
