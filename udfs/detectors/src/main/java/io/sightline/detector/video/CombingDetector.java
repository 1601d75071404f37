package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.CombedBlocks;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures combed edges in pictures that say they are progressive: interlaced material that lost
 * its flag, or was woven from fields of different pictures. One instance for each rendition, on the
 * task thread; looks at four pictures a second; keeps two numbers; allocates nothing.
 *
 * <p>An interlaced picture is combed by nature, since its fields are of different instants, and
 * measures 0. Combing shows where something moves only, so the largest of the last looks counts: a
 * scene that stands still for a moment has not been repaired.
 */
public final class CombingDetector extends LookDetector {

    public static final Metric COMBED_RATIO =
            new Metric(
                    "combed_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Share of a progressive picture's blocks whose odd rows are their even rows moved"
                            + " sideways, 0 to 1; 0 when interlaced; fades by a half in 0.75 s.");

    /**
     * What is left of the last value at each look: a half after three quarters of a second.
     * Telecined film is combed in two of five pictures.
     */
    private static final double KEPT = 0.8;

    private final CombedBlocks blocks = new CombedBlocks();
    private double held;

    public CombingDetector() {
        super(DefectId.VIDEO_COMBING, CostClass.LOW, LookInterval.fourTimesASecond(), COMBED_RATIO);
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        double ratio = frame.isInterlaced() ? 0 : blocks.ratio(frame);
        held = Math.max(ratio, held * KEPT);
        out.measure(COMBED_RATIO, held);
    }

    @Override
    void forget() {
        held = 0;
    }

    /** Version 1: value. */
    @Override
    void saveLooks(DataOutput out) throws IOException {
        out.writeDouble(held);
    }

    @Override
    void restoreLooks(DataInput in) throws IOException {
        held = in.readDouble();
    }
}
