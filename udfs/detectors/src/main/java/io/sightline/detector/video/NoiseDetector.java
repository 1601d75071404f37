package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.NoiseEstimate;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures how noisy a picture is: snow of a lost antenna, a camera's gain, a broken converter. One
 * instance for each rendition, on the task thread; looks at two pictures a second; keeps two
 * numbers; allocates nothing. A picture that is nearly all texture says nothing: what was measured
 * last fades.
 */
public final class NoiseDetector extends LookDetector {

    public static final Metric NOISE =
            new Metric(
                    "noise_levels",
                    Unit.LEVELS,
                    Fold.MEAN,
                    "Deviation of the noise in the calmest tenth of the picture in 8-bit levels, 0 to 64;"
                            + " Immerkaer 1996.");

    /** Of the last value, where a picture says nothing: gone after two seconds. */
    private static final double KEPT = 0.6;

    private final NoiseEstimate estimate = new NoiseEstimate();
    private double last;

    public NoiseDetector() {
        super(DefectId.VIDEO_NOISE, CostClass.NEGLIGIBLE, LookInterval.twiceASecond(), NOISE);
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        estimate.measure(frame);
        last = estimate.isTelling() ? estimate.deviationLevels() : last * KEPT;
        out.measure(NOISE, last);
    }

    @Override
    void forget() {
        last = 0;
    }

    /** Version 1: value. */
    @Override
    void saveLooks(DataOutput out) throws IOException {
        out.writeDouble(last);
    }

    @Override
    void restoreLooks(int stateVersion, DataInput in) throws IOException {
        last = in.readDouble();
    }
}
