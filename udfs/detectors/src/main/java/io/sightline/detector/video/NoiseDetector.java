package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.NoiseEstimate;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures how noisy a picture is: snow of a lost antenna, a camera's gain, a broken converter. One
 * instance for each rendition, on the task thread; looks at two pictures a second; keeps two
 * numbers; allocates nothing. A picture that is nearly all texture says nothing: what was measured
 * last fades.
 */
public final class NoiseDetector implements VideoDetector {

    public static final Metric NOISE =
            new Metric(
                    "noise_levels",
                    Unit.LEVELS,
                    Fold.MEAN,
                    "Deviation of the noise in the calmest tenth of the picture in 8-bit levels, 0 to 64;"
                            + " Immerkaer 1996.");

    private static final List<Metric> METRICS = List.of(NOISE);
    private static final int STATE_VERSION = 1;

    /** Of the last value, where a picture says nothing: gone after two seconds. */
    private static final double KEPT = 0.6;

    private final NoiseEstimate estimate = new NoiseEstimate();
    private final LookInterval interval = LookInterval.twiceASecond();
    private double last;

    @Override
    public String id() {
        return DefectId.VIDEO_NOISE.value();
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
            estimate.measure(frame);
            last = estimate.isTelling() ? estimate.deviationLevels() : last * KEPT;
            out.measure(NOISE, last);
        }
    }

    @Override
    public void onDiscontinuity() {
        interval.forget();
        last = 0;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: interval, value. */
    @Override
    public void save(DataOutput out) throws IOException {
        interval.save(out);
        out.writeDouble(last);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        interval.restore(in);
        last = in.readDouble();
    }
}
