package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.LevelCounts;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures how much of a picture's luma lies outside the legal range (EBU R 103), and how much was
 * cut off at black or white. One instance for each rendition, on the task thread; looks at two
 * pictures a second; keeps one number; allocates nothing.
 */
public final class LevelsDetector implements VideoDetector {

    public static final Metric ILLEGAL_LEVEL_RATIO =
            new Metric(
                    "illegal_level_ratio",
                    Unit.RATIO,
                    Fold.MEAN,
                    "Share of the luma outside codes 5 to 246 (8-bit, limited range), 0 to 1; EBU R 103."
                            + " 0 in full range.");
    public static final Metric CLIPPED_RATIO =
            new Metric(
                    "clipped_ratio",
                    Unit.RATIO,
                    Fold.MEAN,
                    "Share of the luma that is piled up at the lowest level, at black or below, or at the"
                            + " highest, at white or above, 0 to 1.");

    private static final List<Metric> METRICS = List.of(ILLEGAL_LEVEL_RATIO, CLIPPED_RATIO);
    private static final int STATE_VERSION = 1;

    private final LevelCounts counts = new LevelCounts();
    private final LookInterval interval = LookInterval.twiceASecond();

    @Override
    public String id() {
        return DefectId.VIDEO_LEVELS.value();
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
            counts.count(frame);
            out.measure(ILLEGAL_LEVEL_RATIO, counts.illegalRatio());
            out.measure(CLIPPED_RATIO, counts.clippedRatio());
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
