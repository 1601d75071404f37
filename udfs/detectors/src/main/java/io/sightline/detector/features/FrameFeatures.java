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
    private final JoinedCells joinedLuma = new JoinedCells();
    private boolean joinedLumaIsCurrent;
    private final JoinedCells joinedCb = new JoinedCells();
    private final JoinedCells joinedCr = new JoinedCells();
    private boolean joinedChromaIsCurrent;
    private final ChromaMeans cbMeans = new ChromaMeans();
    private final ChromaMeans crMeans = new ChromaMeans();
    private final ChromaView smallChroma = new ChromaView();
    private boolean smallChromaIsCurrent;
    private final BlockEdges blockEdges = new BlockEdges();
    private boolean blockEdgesAreCurrent;
    private @Nullable VideoFrame frame; // borrowed, until the next reset

    /** Begins a new picture: everything computed for the last one is forgotten. */
    public void reset(VideoFrame frame) {
        this.frame = frame;
        smallLumaIsCurrent = false;
        joinedLumaIsCurrent = false;
        joinedChromaIsCurrent = false;
        smallChromaIsCurrent = false;
        blockEdgesAreCurrent = false;
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

    /** The means of {@link #smallChroma()} joined as those of luma are, where there is colour. */
    public @Nullable JoinedCells joinedCb() {
        joinChroma();
        return joinedChromaIsCurrent ? joinedCb : null;
    }

    /** Likewise. */
    public @Nullable JoinedCells joinedCr() {
        joinChroma();
        return joinedChromaIsCurrent ? joinedCr : null;
    }

    private void joinChroma() {
        ChromaView chroma = smallChroma();
        if (chroma != null && !joinedChromaIsCurrent) {
            joinedCb.compute(smallLuma, chroma.cb());
            joinedCr.compute(smallLuma, chroma.cr());
            joinedChromaIsCurrent = true;
        }
    }

    /**
     * How the sides of coding blocks stand out. Reads half of the samples: for a few pictures a
     * second. Ownership: borrowed, until the next reset.
     */
    public BlockEdges blockEdges() {
        if (!blockEdgesAreCurrent) {
            blockEdges.compute(current());
            blockEdgesAreCurrent = true;
        }
        return blockEdges;
    }

    private VideoFrame current() {
        if (frame == null) {
            throw new IllegalStateException("Features were asked for before any frame");
        }
        return frame;
    }

    /** The picture these features are of; borrowed. */
    public @Nullable VideoFrame frame() {
        return frame;
    }
}
