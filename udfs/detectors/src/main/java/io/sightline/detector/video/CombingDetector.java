package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.CombedBlocks;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures combed edges in pictures that say they are progressive: interlaced material that lost
 * its flag, or was woven from fields of different pictures. One instance for each rendition, on the
 * task thread; looks at four pictures a second; keeps two numbers; allocates nothing.
 *
 * <p>An interlaced picture is combed by nature, since its fields are of different instants, and
 * measures 0. Combing shows where something moves only, so the largest of the last looks counts: a
 * scene that stands still for a moment has not been repaired.
 */
public final class CombingDetector implements VideoDetector {

    public static final Metric COMBED_RATIO =
            new Metric(
                    "combed_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Share of a progressive picture's blocks whose odd rows are their even rows moved"
                            + " sideways, 0 to 1; 0 when interlaced; fades by a half in 0.75 s.");

    private static final List<Metric> METRICS = List.of(COMBED_RATIO);
    private static final int STATE_VERSION = 1;

    /**
     * What is left of the last value at each look: a half after three quarters of a second.
     * Telecined film is combed in two of five pictures.
     */
    private static final double KEPT = 0.8;

    private final CombedBlocks blocks = new CombedBlocks();
    private final LookInterval interval = LookInterval.fourTimesASecond();
    private double held;

    @Override
    public String id() {
        return DefectId.VIDEO_COMBING.value();
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
        return CostClass.LOW;
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        if (interval.isDue(frame.presentationTimeMicros())) {
            double ratio = frame.isInterlaced() ? 0 : blocks.ratio(frame);
            held = Math.max(ratio, held * KEPT);
            out.measure(COMBED_RATIO, held);
        }
    }

    @Override
    public void onDiscontinuity() {
        interval.forget();
        held = 0;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: interval, value. */
    @Override
    public void save(DataOutput out) throws IOException {
        interval.save(out);
        out.writeDouble(held);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        interval.restore(in);
        held = in.readDouble();
    }
}
