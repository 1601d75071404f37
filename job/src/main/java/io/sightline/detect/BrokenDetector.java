package io.sightline.detect;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.api.TrackPresence;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.List;

/**
 * Stands in for a detector that could not be made for one rendition: it fails when it is called,
 * and so is switched off and told like any other that fails.
 */
final class BrokenDetector implements VideoDetector, AudioDetector, SyncDetector {

    private final Detector model; // one that could be made, for its description
    private final Throwable failure;

    BrokenDetector(Detector model, Throwable failure) {
        this.model = model;
        this.failure = failure;
    }

    private IllegalStateException fail() {
        return new IllegalStateException("It cannot be made: " + failure, failure);
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        throw fail();
    }

    @Override
    public void onBlock(AudioBlock block, MeasurementSink out) {
        throw fail();
    }

    @Override
    public void onTracks(TrackPresence tracks, MeasurementSink out) {
        // It fails with the first picture or block, at a time of its own.
    }

    @Override
    public String id() {
        return model.id();
    }

    @Override
    public int version() {
        return model.version();
    }

    @Override
    public List<Metric> metrics() {
        return model.metrics();
    }

    @Override
    public CostClass cost() {
        return model.cost();
    }

    @Override
    public void onDiscontinuity() {
        // Nothing to forget.
    }

    @Override
    public int stateVersion() {
        return model.stateVersion();
    }

    @Override
    public void save(DataOutput out) {
        throw fail();
    }

    @Override
    public void restore(int stateVersion, DataInput in) {
        throw fail();
    }
}
