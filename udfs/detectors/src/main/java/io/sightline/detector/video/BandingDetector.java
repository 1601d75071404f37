package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.Staircases;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures how much of a picture is gradients that fell apart into bands: too few levels somewhere
 * on the way. One instance for each rendition, on the task thread; looks at two pictures a second;
 * keeps one number; allocates nothing.
 */
public final class BandingDetector implements VideoDetector {

    public static final Metric BANDING_RATIO =
            new Metric(
                    "banding_ratio",
                    Unit.RATIO,
                    Fold.MEAN,
                    "Share of the picture in flat bands that follow each other by steps of 2 to 24 8-bit"
                            + " levels in one direction, 0 to 1.");

    private static final List<Metric> METRICS = List.of(BANDING_RATIO);
    private static final int STATE_VERSION = 1;

    private final Staircases staircases = new Staircases();
    private final LookInterval interval = LookInterval.twiceASecond();

    @Override
    public String id() {
        return DefectId.VIDEO_BANDING.value();
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
            out.measure(BANDING_RATIO, staircases.ratio(frame));
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
