package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.JoinedCells;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Counts cuts from one scene to another: no defect, but context for those who look at others. One
 * instance for each rendition, on the task thread; keeps joined cells of one picture.
 *
 * <p>A cut changes most of the picture by much, far more than the pictures before it, and the next
 * picture goes on from there. A flash returns, and fast movement goes on changing, so a cut is
 * measured one picture late, at its own instant.
 */
public final class SceneDetector implements VideoDetector {

    public static final Metric SCENE_CHANGES =
            new Metric(
                    "scene_changes",
                    Unit.COUNT,
                    Fold.SUM,
                    "Cuts to another scene: pictures that differ from the one before over most of"
                            + " their area, while the next does not. Fades are not counted.");

    /** The mean step of a cut, in 8-bit levels: half of what two unrelated pictures differ. */
    private static final double LEAST_LEVELS = 10;

    /** A cell that belongs to another scene differs by more, most often. */
    private static final double CHANGED_LEVELS = 6;

    private static final double LEAST_AREA = 0.5;

    /** A cut is so many times the mean of the steps before it and more. */
    private static final double LEAST_RATIO = 4;

    /** The step after a cut is at most this share of it. */
    private static final double SETTLED_RATIO = 0.4;

    private static final double NEWEST_WEIGHT = 0.2;
    private static final List<Metric> METRICS = List.of(SCENE_CHANGES);
    private static final int STATE_VERSION = 1;

    private final JoinedDigest last = new JoinedDigest();
    private double movementLevels; // mean of the last steps
    private double cutLevels; // the step that may be a cut, 0: none
    private long cutMicros = TimeBase.NO_TIME;
    private boolean isSampled;

    @Override
    public String id() {
        return DefectId.VIDEO_SCENE.value();
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
        if (isSampled) {
            return;
        }
        JoinedCells luma = frame.features().joinedLuma();
        if (!last.isOfSize(luma)) {
            onDiscontinuity();
            last.set(luma);
            return;
        }
        double step = last.meanDifferenceLevels(luma);
        boolean mayBeCut =
                step >= LEAST_LEVELS
                        && step >= LEAST_RATIO * movementLevels
                        && last.changedShare(luma, CHANGED_LEVELS) >= LEAST_AREA;
        last.set(luma);
        if (cutLevels > 0) {
            boolean isCut = step <= SETTLED_RATIO * cutLevels;
            out.measure(SCENE_CHANGES, isCut ? 1 : 0, cutMicros);
            movementLevels = step; // nothing is known of the new scene
            cutLevels = 0;
            mayBeCut = false;
        }
        if (mayBeCut) {
            cutLevels = step;
            cutMicros = frame.presentationTimeMicros();
            return;
        }
        movementLevels += (step - movementLevels) * NEWEST_WEIGHT;
        out.measure(SCENE_CHANGES, 0);
    }

    /** Pictures that are seconds apart all differ. */
    @Override
    public void onSampling(PictureSampling sampling) {
        isSampled = sampling != PictureSampling.EVERY_PICTURE;
        onDiscontinuity();
    }

    @Override
    public void onDiscontinuity() {
        last.clear();
        movementLevels = 0;
        cutLevels = 0;
        cutMicros = TimeBase.NO_TIME;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: the last picture, movement, what may be a cut, whether pictures are left out. */
    @Override
    public void save(DataOutput out) throws IOException {
        last.save(out);
        out.writeDouble(movementLevels);
        out.writeDouble(cutLevels);
        out.writeLong(cutMicros);
        out.writeBoolean(isSampled);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        last.restore(id(), in);
        movementLevels = in.readDouble();
        cutLevels = in.readDouble();
        cutMicros = in.readLong();
        isSampled = in.readBoolean();
    }
}
