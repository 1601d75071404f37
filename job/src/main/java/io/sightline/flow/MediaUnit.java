package io.sightline.flow;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.media.Track;

/** What decode tells detect, in order. Never leaves the chain. */
public sealed interface MediaUnit {

    RenditionRef origin();

    /** A decoded picture. Ownership: borrowed until the call returns. */
    record Picture(RenditionRef origin, VideoFrame frame) implements MediaUnit {}

    /** A decoded block of sound. Ownership: borrowed until the call returns. */
    record Sound(RenditionRef origin, AudioBlock block) implements MediaUnit {}

    /**
     * An access unit that gave nothing because it was refused.
     *
     * @param presentationTimeMicros when it should have been shown or heard
     */
    record Undecodable(RenditionRef origin, Track.Kind kind, long presentationTimeMicros)
            implements MediaUnit {}

    /**
     * An access unit that was left out: its tier does not decode it.
     *
     * <p>What {@link DecodeTier#REFERENCE} leaves out is known, and told, right before the next
     * picture that comes out; all else is told when its packet comes.
     *
     * @param presentationTimeMicros when it is shown or heard
     * @param tier in force
     * @param shed whether it would have been decoded if the machine kept up
     */
    record NotDecoded(
            RenditionRef origin,
            Track.Kind kind,
            long presentationTimeMicros,
            DecodeTier tier,
            boolean shed)
            implements MediaUnit {}

    /**
     * The tracks now being decoded.
     *
     * @param videoCodec short name, empty when there are no pictures
     * @param audioCodec short name, empty when there is no sound
     * @param tiers what decides how much of them is decoded; the same object for as long as the
     *     rendition is watched
     */
    record Tracks(RenditionRef origin, String videoCodec, String audioCodec, TierControl tiers)
            implements MediaUnit {
        public boolean video() {
            return !videoCodec.isEmpty();
        }

        public boolean audio() {
            return !audioCodec.isEmpty();
        }
    }

    /** An event of the source that decode only passes on: ticks, states, anchors, the end. */
    record Passed(StreamEvent event) implements MediaUnit {
        @Override
        public RenditionRef origin() {
            return event.origin();
        }
    }
}
