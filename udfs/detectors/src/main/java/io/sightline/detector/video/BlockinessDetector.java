package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.BlockEdges;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures how much the blocks of coding show all over a picture: what a bit rate that is too low
 * leaves. One instance for each rendition, on the task thread; looks at two pictures a second;
 * keeps one number; allocates nothing.
 */
public final class BlockinessDetector implements VideoDetector {

    public static final Metric BLOCKINESS =
            new Metric(
                    "blockiness_levels",
                    Unit.LEVELS,
                    Fold.MEAN,
                    "How much more the sides of blocks of 16 by 16 samples step than places off the grid,"
                            + " in 8-bit levels, 0 to 8; after Wang, Bovik and Evans.");

    private static final List<Metric> METRICS = List.of(BLOCKINESS);
    private static final int STATE_VERSION = 1;

    /** In fewer, chance and a single thing in the picture decide. */
    private static final int LEAST_BLOCKS = 64;

    private final LookInterval interval = LookInterval.twiceASecond();

    @Override
    public String id() {
        return DefectId.VIDEO_BLOCKINESS.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        if (interval.isDue(frame.presentationTimeMicros())) {
            BlockEdges edges = frame.features().blockEdges();
            boolean tells = edges.columns() * edges.rows() >= LEAST_BLOCKS;
            out.measure(BLOCKINESS, tells ? Math.max(0, edges.gridStepLevels()) : 0);
        }
    }

    @Override
    public void onDiscontinuity() {
        interval.forget();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: interval. */
    @Override
    public void save(DataOutput out) throws IOException {
        interval.save(out);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        interval.restore(in);
    }
}
