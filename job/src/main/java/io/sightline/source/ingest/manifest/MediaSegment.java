package io.sightline.source.ingest.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * One segment of a rendition as its manifest names it.
 *
 * @param sequence its number; the next one's is one more
 * @param parts what is read together: one, or one with pictures and those with its sound
 * @param isDiscontinuous it does not continue the one before
 * @param isGap listed, but known to be missing
 * @param durationMicros as declared
 * @param programTimeMicros when its first sample was made, since the epoch, or {@code NO_TIME}
 * @param splicesMicros the splices announced within it, in time since its begin
 */
public record MediaSegment(
        long sequence,
        List<SegmentPart> parts,
        boolean isDiscontinuous,
        boolean isGap,
        long durationMicros,
        long programTimeMicros,
        List<Long> splicesMicros) {

    public MediaSegment {
        parts = List.copyOf(parts);
        splicesMicros = List.copyOf(splicesMicros);
    }

    /** The same, with these read together with it. */
    public MediaSegment with(List<SegmentPart> others) {
        List<SegmentPart> all = new ArrayList<>(parts);
        all.addAll(others);
        return new MediaSegment(
                sequence,
                all,
                isDiscontinuous,
                isGap,
                durationMicros,
                programTimeMicros,
                splicesMicros);
    }
}
