package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.BlockEdges;
import io.sightline.detector.model.DefectId;

/**
 * Measures how much the blocks of coding show all over a picture: what a bit rate that is too low
 * leaves. One instance for each rendition, on the task thread; looks at two pictures a second;
 * keeps one number; allocates nothing.
 */
public final class BlockinessDetector extends LookDetector {

    public static final Metric BLOCKINESS =
            new Metric(
                    "blockiness_levels",
                    Unit.LEVELS,
                    Fold.MEAN,
                    "How much more the sides of blocks of 16 by 16 samples step than places off the grid,"
                            + " in 8-bit levels, 0 to 8; after Wang, Bovik and Evans.");

    /** In fewer, chance and a single thing in the picture decide. */
    private static final int LEAST_BLOCKS = 64;

    public BlockinessDetector() {
        super(
                DefectId.VIDEO_BLOCKINESS,
                CostClass.NEGLIGIBLE,
                LookInterval.twiceASecond(),
                BLOCKINESS);
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        BlockEdges edges = frame.features().blockEdges();
        boolean tells = edges.columns() * edges.rows() >= LEAST_BLOCKS;
        out.measure(BLOCKINESS, tells ? Math.max(0, edges.gridStepLevels()) : 0);
    }
}
