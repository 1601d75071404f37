package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.LevelCounts;
import io.sightline.detector.model.DefectId;

/**
 * Measures how much of a picture's luma lies outside the legal range (EBU R 103), and how much was
 * cut off at black or white. One instance for each rendition, on the task thread; looks at two
 * pictures a second; keeps one number; allocates nothing.
 */
public final class LevelsDetector extends LookDetector {

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

    private final LevelCounts counts = new LevelCounts();

    public LevelsDetector() {
        super(
                DefectId.VIDEO_LEVELS,
                CostClass.NEGLIGIBLE,
                LookInterval.twiceASecond(),
                ILLEGAL_LEVEL_RATIO,
                CLIPPED_RATIO);
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        counts.count(frame);
        out.measure(ILLEGAL_LEVEL_RATIO, counts.illegalRatio());
        out.measure(CLIPPED_RATIO, counts.clippedRatio());
    }
}
