package io.sightline.detector.features;

import io.sightline.detector.api.VideoFrame;
import org.jspecify.annotations.Nullable;

/**
 * What several detectors want to know of one picture, computed when first asked for and at most
 * once. One instance for each rendition, on its task thread: its buffers are reused from picture to
 * picture and grow only when the picture does.
 */
public final class FrameFeatures {

    private final CellMeans cellMeans = new CellMeans();
    private final LumaView smallLuma = new LumaView();
    private boolean smallLumaIsCurrent;
    private final JoinedCells joinedLuma = new JoinedCells();
    private boolean joinedLumaIsCurrent;
    private @Nullable VideoFrame frame; // borrowed, until the next reset

    /** Begins a new picture: everything computed for the last one is forgotten. */
    public void reset(VideoFrame frame) {
        this.frame = frame;
        smallLumaIsCurrent = false;
        joinedLumaIsCurrent = false;
    }

    /** The picture's luma as cell means. Ownership: borrowed, until the next reset. */
    public LumaView smallLuma() {
        if (!smallLumaIsCurrent) {
            if (frame == null) {
                throw new IllegalStateException("Features were asked for before any frame");
            }
            cellMeans.compute(frame, smallLuma);
            smallLumaIsCurrent = true;
        }
        return smallLuma;
    }

    /** The cell means of {@link #smallLuma()} joined to few. Ownership: borrowed, as they are. */
    public JoinedCells joinedLuma() {
        if (!joinedLumaIsCurrent) {
            LumaView small = smallLuma();
            joinedLuma.compute(small, small.cells());
            joinedLumaIsCurrent = true;
        }
        return joinedLuma;
    }

    /** The picture these features are of; borrowed. */
    public @Nullable VideoFrame frame() {
        return frame;
    }
}
