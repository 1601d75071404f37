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
 * task thread; looks at four pictures a second; keeps ten numbers; allocates nothing.
 *
 * <p>An interlaced picture is combed by nature, since its fields are of different instants, and
 * measures 0. Combing shows where something moves only, so the last two seconds count: a scene that
 * stands still for a moment has not been repaired.
 */
public final class CombingDetector extends LookDetector {

    public static final Metric COMBED_RATIO =
            new Metric(
                    "combed_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Share of a progressive picture's blocks whose odd rows are their even rows moved"
                            + " sideways, 0 to 1; 0 when interlaced; the second most in 2 s.");

    private final CombedBlocks blocks = new CombedBlocks();
    private final RecentLooks recent = new RecentLooks();

    public CombingDetector() {
        super(DefectId.VIDEO_COMBING, CostClass.LOW, LookInterval.fourTimesASecond(), COMBED_RATIO);
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        recent.add(frame.isInterlaced() ? 0 : blocks.ratio(frame));
        out.measure(COMBED_RATIO, recent.secondMost());
    }

    @Override
    void forget() {
        recent.forget();
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public int stateVersion() {
        return 2;
    }

    /** Version 2: the last looks. */
    @Override
    void saveLooks(DataOutput out) throws IOException {
        recent.save(out);
    }

    @Override
    void restoreLooks(int stateVersion, DataInput in) throws IOException {
        if (stateVersion < 2) {
            recent.add(in.readDouble()); // version 1 kept one value
            return;
        }
        recent.restore(id(), in);
    }
}
