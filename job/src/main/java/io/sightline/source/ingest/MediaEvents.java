package io.sightline.source.ingest;

import io.sightline.media.Packet;

/** Takes what a timeline gives out, in order. */
interface MediaEvents {

    /**
     * A stamped packet. Ownership: transferred.
     *
     * @param presentationEndMicros where everything given out so far ends
     */
    void packet(Packet packet, long presentationEndMicros) throws CancelledException;

    void anchored(long presentationTimeMicros, long eventTimeMicros) throws CancelledException;

    void discontinuity(String reason) throws CancelledException;
}
