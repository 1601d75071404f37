package io.sightline.evidence;

import io.sightline.detector.model.TimeBase;
import io.sightline.flow.DecodeTier;
import io.sightline.media.Packet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A packet that outlives its decoding. Nothing is written to it any more, so that several threads
 * may read it. Ownership: shared; the last holder that releases it closes the packet.
 */
final class KeptPacket {

    private final Packet packet; // owned, closed with the last holder
    private final KeptTracks tracks; // held, released with the last holder
    private final boolean isPicture;
    private final boolean isEntry;
    private final boolean isLookedAt;
    private final boolean isAfterBreak;
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * Held by the caller.
     *
     * @param packet taken
     * @param tracks held anew
     * @param tier what was decoded of its kind
     * @param isAfterBreak whether what came before is not continued
     */
    KeptPacket(Packet packet, KeptTracks tracks, DecodeTier tier, boolean isAfterBreak) {
        this.packet = packet;
        this.tracks = tracks.hold();
        this.isAfterBreak = isAfterBreak;
        isPicture = tracks.isOfPictures(packet.trackIndex());
        isEntry =
                packet.isKeyFrame()
                        && packet.presentationTimeMicros() != TimeBase.NO_TIME
                        && (isPicture || !tracks.hasPictures());
        isLookedAt =
                switch (tier) {
                    case FULL, REFERENCE -> true;
                    case KEYFRAMES -> packet.isKeyFrame();
                    case NONE -> false;
                };
    }

    /** Borrowed, to be read. */
    Packet packet() {
        return packet;
    }

    /** Borrowed. */
    KeptTracks tracks() {
        return tracks;
    }

    int bytes() {
        return packet.sizeBytes();
    }

    /** Presentation time, microseconds, or {@code TimeBase.NO_TIME}. */
    long timeMicros() {
        return packet.presentationTimeMicros();
    }

    boolean hasTime() {
        return timeMicros() != TimeBase.NO_TIME;
    }

    boolean isPicture() {
        return isPicture;
    }

    /** Whether decoding can begin here. */
    boolean isEntry() {
        return isEntry;
    }

    /** Whether detectors saw what it shows. */
    boolean isLookedAt() {
        return isLookedAt;
    }

    boolean isAfterBreak() {
        return isAfterBreak;
    }

    KeptPacket hold() {
        holders.incrementAndGet();
        return this;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            packet.close();
            tracks.release();
        }
    }
}
