package io.sightline.detector.features;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.detector.api.VideoFrame;
import java.util.Objects;
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
    private final ChromaMeans cbMeans = new ChromaMeans();
    private final ChromaMeans crMeans = new ChromaMeans();
    private final ChromaView smallChroma = new ChromaView();
    private boolean smallChromaIsCurrent;
    private @Nullable VideoFrame frame; // borrowed, until the next reset

    /** Begins a new picture: everything computed for the last one is forgotten. */
    public void reset(VideoFrame frame) {
        this.frame = frame;
        smallLumaIsCurrent = false;
        smallChromaIsCurrent = false;
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

    /**
     * The picture's colour differences over the same cells as {@link #smallLuma()}, or nothing when
     * it has no colour planes. Ownership: borrowed, until the next reset.
     */
    public @Nullable ChromaView smallChroma() {
        LumaView luma = smallLuma();
        VideoFrame picture = Objects.requireNonNull(frame);
        ChromaFormat format = picture.chromaFormat();
        if (format == null) {
            return null;
        }
        if (!smallChromaIsCurrent) {
            smallChroma.resize(luma.columns() * luma.rows());
            cbMeans.compute(picture, format, picture.cb(), luma, smallChroma.cb());
            crMeans.compute(picture, format, picture.cr(), luma, smallChroma.cr());
            smallChromaIsCurrent = true;
        }
        return smallChroma;
    }

    /** The picture these features are of; borrowed. */
    public @Nullable VideoFrame frame() {
        return frame;
    }
}
