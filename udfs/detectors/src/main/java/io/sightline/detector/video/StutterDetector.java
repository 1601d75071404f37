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

    /** Steps that say how much moves: the smallest of a few, since one may be a cut. */
    private static final int STEPS = 4;

    private final StutterSettings settings;
    private final RepeatCadence cadence = new RepeatCadence();
    private final JoinedDigest last = new JoinedDigest();
    private final double[] steps = new double[STEPS]; // of the last pictures that moved, in levels
    private int stepCount;
    private int nextStep;
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
        if (luma.count() < settings.leastCells()) {
            out.measure(STUTTER_RATIO, 0);
            return;
        }
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
        double movement = movement();
        boolean moves =
                movingArea >= settings.movingArea() && step >= settings.leastMovementLevels();
        boolean isRepeat =
                movement > 0
                        ? step <= settings.repeatRatio() * movement
                                && step <= settings.mostRepeatLevels()
                        : !moves; // as far as one can tell
        if (isRepeat) {
            repeats++;
            if (repeats > settings.mostRepeats()) {
                forgetMovement(); // it has come to rest
            }
        } else if (moves) {
            onMovement(step, movement);
        } else {
            forgetMovement();
        }
    }

    private void onMovement(double step, double movement) {
        if (movement > 0 && step >= settings.goesOnRatio() * movement) {
            cadence.shown(repeats + 1);
        } else {
            cadence.clear(); // too early to tell, or neither a repeat nor movement as before
        }
        repeats = 0;
        if (movement == 0 || step <= settings.cutRatio() * movement) {
            steps[nextStep] = step;
            nextStep = (nextStep + 1) % STEPS;
            stepCount = Math.min(stepCount + 1, STEPS);
        }
    }

    /** The smallest of the last steps that moved, 0 until enough are known. */
    private double movement() {
        if (stepCount < STEPS) {
            return 0;
        }
        double least = steps[0];
        for (int i = 1; i < STEPS; i++) {
            least = Math.min(least, steps[i]);
        }
        return least;
    }

    private void forgetMovement() {
        stepCount = 0;
        nextStep = 0;
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

    /**
     * Version 1: the last picture, movement, repeats, their cadence, whether pictures are left out.
     */
    @Override
    public void save(DataOutput out) throws IOException {
        last.save(out);
        for (int i = 0; i < STEPS; i++) {
            out.writeDouble(steps[i]);
        }
        out.writeInt(stepCount);
        out.writeInt(nextStep);
        out.writeInt(repeats);
        cadence.save(out);
        out.writeBoolean(isSampled);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        last.restore(id(), in);
        for (int i = 0; i < STEPS; i++) {
            steps[i] = in.readDouble();
        }
        stepCount = StateVersions.checkRange(id(), "steps", in.readInt(), 0, STEPS);
        nextStep = StateVersions.checkRange(id(), "step", in.readInt(), 0, STEPS - 1);
        repeats = in.readInt();
        cadence.restore(id(), in);
        isSampled = in.readBoolean();
    }
}
