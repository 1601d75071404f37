package io.sightline.detector.features;

import io.sightline.detector.api.VideoFrame;
import org.jspecify.annotations.Nullable;

/**
 * What several detectors want to know of one picture, computed when first asked for and at most
 * once. One instance for each rendition: its buffers are reused from picture to picture.
 */
public final class FrameFeatures {

    private @Nullable VideoFrame frame; // borrowed, until the next reset

    /** Begins a new picture: everything computed for the last one is forgotten. */
    public void reset(VideoFrame frame) {
        this.frame = frame;
    }

    /** The picture these features are of; borrowed. */
    public @Nullable VideoFrame frame() {
        return frame;
    }
}
