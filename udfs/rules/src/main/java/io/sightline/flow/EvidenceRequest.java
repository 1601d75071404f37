package io.sightline.flow;

/**
 * The incident whose evidence is meant.
 *
 * @param incidentId hexadecimal digits
 * @param startedMillis when it started, event time
 * @param mediaStartMicros when it started on the rendition's own timeline
 */
public record EvidenceRequest(
        String incidentId,
        String streamId,
        String rendition,
        String defect,
        long startedMillis,
        long mediaStartMicros) {}
