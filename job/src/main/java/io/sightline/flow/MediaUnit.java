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
     * The tracks now being decoded.
     *
     * @param videoCodec short name, empty when there are no pictures
     * @param audioCodec short name, empty when there is no sound
     */
    record Tracks(RenditionRef origin, String videoCodec, String audioCodec) implements MediaUnit {
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
