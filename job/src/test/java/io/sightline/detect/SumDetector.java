package io.sightline.detect;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sums widths, so that one frame too many or too few changes everything after it. */
class SumDetector implements VideoDetector {

    static final Metric WIDTH =
            new Metric("width_sum", Unit.COUNT, Fold.MAX, "widths so far, modulo 1000");

    final List<Long> times = new ArrayList<>();
    int sum;
    int breaks;
    boolean isBroken;
    int stateVersion = 1;

    private void failIfBroken() {
        if (isBroken) {
            throw new IllegalStateException("broken");
        }
    }

    @Override
    public String id() {
        return "video.wide";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(WIDTH);
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        failIfBroken();
        times.add(frame.presentationTimeMicros());
        sum += frame.width();
        out.measure(WIDTH, sum % 1000);
    }

    @Override
    public void onDiscontinuity() {
        breaks++;
    }

    @Override
    public int stateVersion() {
        return stateVersion;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        failIfBroken();
        out.writeInt(sum);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        failIfBroken();
        sum = in.readInt();
    }
}
