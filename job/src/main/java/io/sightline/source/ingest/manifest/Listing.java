package io.sightline.source.ingest.manifest;

import java.util.List;

/**
 * What a manifest offers of one rendition at one moment.
 *
 * @param firstSequence of the first segment, or of the one that would be, when there is none
 * @param targetMillis about how long segments last
 * @param isEnded no segment will be added
 * @param declaredBitsPerSecond as the manifest declares for the rendition, 0 when it does not
 */
public record Listing(
        long firstSequence,
        List<MediaSegment> segments,
        long targetMillis,
        boolean isEnded,
        long declaredBitsPerSecond) {

    public Listing {
        segments = List.copyOf(segments);
    }

    /** The sequence number of the segment after the last. */
    public long nextSequence() {
        return firstSequence + segments.size();
    }

    /** The same, declared to have so many bits a second. */
    public Listing withDeclaredRate(long bitsPerSecond) {
        return new Listing(firstSequence, segments, targetMillis, isEnded, bitsPerSecond);
    }
}
