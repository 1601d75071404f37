package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.Staircases;
import io.sightline.detector.model.DefectId;

/**
 * Measures how much of a picture is gradients that fell apart into bands: too few levels somewhere
 * on the way. One instance for each rendition, on the task thread; looks at two pictures a second;
 * keeps one number; allocates nothing.
 */
public final class BandingDetector extends LookDetector {

    public static final Metric BANDING_RATIO =
            new Metric(
                    "banding_ratio",
                    Unit.RATIO,
                    Fold.MEAN,
                    "Share of the picture in flat bands that follow each other by steps of 2 to 24 8-bit"
                            + " levels in one direction, 0 to 1.");

    private final Staircases staircases = new Staircases();

    public BandingDetector() {
        super(
                DefectId.VIDEO_BANDING,
                CostClass.NEGLIGIBLE,
                LookInterval.twiceASecond(),
                BANDING_RATIO);
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        out.measure(BANDING_RATIO, staircases.ratio(frame));
    }
}
