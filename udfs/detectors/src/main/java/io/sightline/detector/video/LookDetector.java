package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A detector that looks at the first picture of each {@link LookInterval} and adds what it found to
 * its state. One instance for each rendition, on the task thread.
 */
abstract class LookDetector implements VideoDetector {

    private final DefectId defect;
    private final CostClass cost;
    private final LookInterval interval; // owned
    private final List<Metric> metrics;

    LookDetector(DefectId defect, CostClass cost, LookInterval interval, Metric... metrics) {
        this.defect = defect;
        this.cost = cost;
        this.interval = interval;
        this.metrics = List.of(metrics);
    }

    long betweenLooksMicros() {
        return interval.micros();
    }

    /** Looks at a picture that is due. */
    abstract void look(VideoFrame frame, MeasurementSink out);

    /** Called for every picture, before {@link #look} where it is due as well. */
    void pass(VideoFrame frame, MeasurementSink out) {
        // Most detectors look at each picture by itself.
    }

    /** Forgets all but which pictures are due. */
    void forget() {
        // Some detectors remember nothing.
    }

    /** Writes all but which pictures are due. */
    void saveLooks(DataOutput out) throws IOException {
        // Likewise.
    }

    /** Takes over from {@link #saveLooks}. */
    void restoreLooks(int stateVersion, DataInput in) throws IOException {
        // Likewise.
    }

    @Override
    public final String id() {
        return defect.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public final List<Metric> metrics() {
        return metrics;
    }

    @Override
    public final CostClass cost() {
        return cost;
    }

    @Override
    public final void onFrame(VideoFrame frame, MeasurementSink out) {
        pass(frame, out);
        if (interval.isDue(frame.presentationTimeMicros())) {
            look(frame, out);
        }
    }

    @Override
    public final void onDiscontinuity() {
        interval.forget();
        forget();
    }

    @Override
    public int stateVersion() {
        return 1;
    }

    /** The interval, then what the detector keeps. */
    @Override
    public final void save(DataOutput out) throws IOException {
        interval.save(out);
        saveLooks(out);
    }

    @Override
    public final void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, stateVersion());
        interval.restore(in);
        restoreLooks(stateVersion, in);
    }
}
