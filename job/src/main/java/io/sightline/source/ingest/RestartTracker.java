package io.sightline.source.ingest;

import io.sightline.source.split.TimelineState;
import java.util.ArrayDeque;

/**
 * Picks the place from which decoders reach the state that they have now. Reading thread.
 *
 * <p>With video it is a key frame with at least {@value #MIN_VIDEO_PACKETS} video packets and
 * {@value #MIN_MICROS} microseconds after it: more than any decoder holds back, and enough for
 * sound to converge. Where decoders are opened or reset, nothing earlier matters.
 */
final class RestartTracker {

    static final int MIN_VIDEO_PACKETS = 64;
    static final long MIN_MICROS = 2_000_000;
    private static final long AUDIO_STEP_MICROS = 500_000;

    /** A place in the input: discard {@code ordinal} events of {@code segment}, then pre-roll. */
    record Place(long segment, long ordinal, TimelineState segmentStart) {}

    private record Candidate(Place place, long videoPacketsBefore, long presentationMicros) {}

    private final ArrayDeque<Candidate> candidates = new ArrayDeque<>();
    private Place current;
    private long videoPackets;
    private boolean hasVideo;

    RestartTracker(Place current) {
        this.current = current;
    }

    /** Decoders are opened or reset at {@code place}: it replaces everything before. */
    void reset(Place place) {
        candidates.clear();
        current = place;
    }

    void hasVideo(boolean present) {
        hasVideo = present;
    }

    /** Whether decoding may begin with such a packet. */
    boolean isEntry(boolean isVideo, boolean isKeyFrame, long presentationMicros) {
        return hasVideo ? isVideo && isKeyFrame : isAudioStep(presentationMicros);
    }

    /** The next packet, at {@code place}, is one with which decoding may begin. */
    void entry(Place place, long presentationMicros) {
        candidates.add(new Candidate(place, videoPackets, presentationMicros));
    }

    /** A packet goes out. */
    void packet(boolean isVideo, long presentationMicros) {
        if (isVideo) {
            videoPackets++;
        }
        while (!candidates.isEmpty() && isFarEnough(candidates.peek(), presentationMicros)) {
            current = candidates.poll().place();
        }
    }

    Place current() {
        return current;
    }

    private boolean isAudioStep(long presentationMicros) {
        return candidates.isEmpty()
                || presentationMicros - candidates.peekLast().presentationMicros()
                        >= AUDIO_STEP_MICROS;
    }

    private boolean isFarEnough(Candidate candidate, long presentationMicros) {
        return presentationMicros - candidate.presentationMicros() >= MIN_MICROS
                && (!hasVideo
                        || videoPackets - candidate.videoPacketsBefore() >= MIN_VIDEO_PACKETS);
    }
}
