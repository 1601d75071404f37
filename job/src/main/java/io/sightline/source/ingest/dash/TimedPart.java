package io.sightline.source.ingest.dash;

import io.sightline.source.ingest.manifest.SegmentPart;

/**
 * A segment of one representation.
 *
 * @param startMicros when it begins, in the time of the presentation
 */
record TimedPart(long startMicros, long durationMicros, SegmentPart part) {

    long endMicros() {
        return startMicros + durationMicros;
    }

    long middleMicros() {
        return startMicros + durationMicros / 2;
    }
}
