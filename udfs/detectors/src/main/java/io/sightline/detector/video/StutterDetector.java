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
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures pictures that repeat the one before in the midst of movement. One instance for each
 * rendition, on the task thread; keeps one picture of joined cells and a history of {@link
 * RepeatCadence}; allocates only when the picture size changes.
 *
 * <p>A repeat is a step far below those before it: what coding the same picture again leaves. It
 * counts once movement of the same kind goes on after it, so that a scene that comes to rest is not
 * one, and only if it does not belong to a conversion of rates, see {@link RepeatCadence}. What is
 * measured is the share of such repeats in the pictures of about the last second.
 */
public final class StutterDetector implements VideoDetector {

    public static final Metric STUTTER_RATIO =
            new Metric(
                    "stutter_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Share of pictures in about the last second that repeat the one before in the"
                            + " midst of movement, beyond what a conversion of picture rates"
                            + " repeats, 0 to 1.");

    private static final List<Metric> METRICS = List.of(STUTTER_RATIO);
    private static final int STATE_VERSION = 1;

    private final StutterSettings settings;
    private final RepeatCadence cadence = new RepeatCadence();
    private final JoinedDigest last = new JoinedDigest();
    private double movementLevels; // mean step of moving pictures, 0 where nothing is known
    private int repeats; // since the last picture that moved
    private boolean isSampled;

    public StutterDetector() {
        this(StutterSettings.DEFAULTS);
    }

    public StutterDetector(StutterSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return DefectId.VIDEO_STUTTER.value();
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
        double movingArea = last.changedShare(luma, settings.changedLevels());
        last.set(luma);
        onStep(step, movingArea);
        out.measure(STUTTER_RATIO, cadence.irregularShare());
    }

    private void onStep(double step, double movingArea) {
        boolean isRepeat =
                movementLevels >= settings.leastMovementLevels()
                        && step <= settings.repeatRatio() * movementLevels
                        && step <= settings.mostRepeatLevels();
        if (isRepeat) {
            repeats++;
            if (repeats > settings.mostRepeats()) {
                forgetMovement(); // it has come to rest
            }
            return;
        }
        boolean moves =
                movingArea >= settings.movingArea()
                        && step >= settings.leastMovementLevels()
                        && (movementLevels == 0
                                || step <= settings.cutRatio() * movementLevels
                                        + settings.mostRepeatLevels());
        if (!moves) {
            forgetMovement();
            return;
        }
        boolean goesOn = step >= settings.goesOnRatio() * movementLevels;
        cadence.shown(goesOn ? repeats + 1 : 1);
        repeats = 0;
        movementLevels +=
                (step - movementLevels) * (movementLevels == 0 ? 1 : settings.newestWeight());
    }

    private void forgetMovement() {
        movementLevels = 0;
        repeats = 0;
        cadence.clear();
    }

    /** Pictures that are left out on purpose say nothing about those between them. */
    @Override
    public void onSampling(PictureSampling sampling) {
        isSampled = sampling != PictureSampling.EVERY_PICTURE;
        onDiscontinuity();
    }

    @Override
    public void onDiscontinuity() {
        last.clear();
        forgetMovement();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: the last picture, movement, repeats, their cadence, whether pictures are left out. */
    @Override
    public void save(DataOutput out) throws IOException {
        last.save(out);
        out.writeDouble(movementLevels);
        out.writeInt(repeats);
        cadence.save(out);
        out.writeBoolean(isSampled);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        last.restore(id(), in);
        movementLevels = in.readDouble();
        repeats = in.readInt();
        cadence.restore(id(), in);
        isSampled = in.readBoolean();
    }
}
