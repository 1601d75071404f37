package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.LumaView;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures whether a picture is the last one again. One instance for each rendition, on the task
 * thread; keeps digests of three pictures; allocates nothing once the picture size is known.
 *
 * <h2>What a freeze looks like after coding</h2>
 *
 * A frozen source gives the encoder the same picture over and over. Decoded, it is skipped blocks,
 * a refinement of the last moving picture over a second or so, and a pulse at every intra picture,
 * which is coded from scratch. A static camera looks almost the same: its noise is coded away, and
 * intra pictures bring a new sample of it. Their amplitudes overlap, so no single level separates
 * them. Two things do:
 *
 * <ul>
 *   <li>the distance to the last picture that moved stays bounded in a freeze and grows with the
 *       slowest movement, so pictures are compared with that one and not with their neighbour;
 *   <li>intra pictures of a frozen source recur, because the same picture is coded the same way;
 *       those of a living camera never do. Where all of a lively scene stops from one picture to
 *       the next, which nature does not do, they may differ by more.
 * </ul>
 *
 * Between intra pictures a frozen source shows next to no steps, so movement too slow to be far
 * from the reference yet is known by steps above what this stillness has shown.
 *
 * <p>A plain picture, black above all, shows nothing that could be seen to stand still: it is a
 * defect of its own kind and never a freeze.
 *
 * <h2>States</h2>
 *
 * MOVING compares with the picture before; a quiet step or a sudden stop leads to STILL. STILL
 * compares with the last picture that moved; too far from it is MOVING. An intra picture that does
 * not recur shows that the stillness lives: LIVING lasts until an intra picture recurs (STILL), or
 * something moves (MOVING).
 */
public final class FreezeDetector implements VideoDetector {

    public static final Metric FREEZE_DIFFERENCE =
            new Metric(
                    "freeze_difference",
                    Unit.RATIO,
                    Fold.MAX,
                    "Difference to the last picture that moved, as a multiple of what coding the same"
                            + " picture again explains: below 1 is a repeat, 1.01 to 10.3 is not.");

    /**
     * The least value for a picture that is not a repeat: clear of 1 whatever the policy's sign.
     */
    static final double NOT_A_REPEAT = 1.01;

    /** Weight of the newest step in the recent movement: a memory of about five pictures. */
    private static final double MOVEMENT_WEIGHT = 0.2;

    private static final List<Metric> METRICS = List.of(FREEZE_DIFFERENCE);
    private static final int STATE_VERSION = 3;

    /**
     * A step that none of the next so many pictures follows was a coder's whim. Two, because
     * pictures of 24 or 12 a second that are shown at 30 or 24 repeat now and then.
     */
    private static final int WHIM_PICTURES = 2;

    /** What a picture measures if only later ones can tell. */
    private static final double HELD = Double.NaN;

    private enum Phase {
        MOVING(0),
        STILL(1),
        LIVING(2);

        private final int savedAs; // never changes: it lives in state

        Phase(int savedAs) {
            this.savedAs = savedAs;
        }

        private static Phase savedAs(int code) throws IOException {
            return switch (code) {
                case 0 -> MOVING;
                case 1 -> STILL;
                case 2 -> LIVING;
                default ->
                        throw new IOException(
                                "State of detector 'video.freeze' is damaged: its phase is "
                                        + code);
            };
        }
    }

    private final FreezeSettings settings;
    private Phase phase = Phase.MOVING;
    private double movementLevels; // recent mean step while MOVING
    private double lastStepLevels; // the last one while MOVING
    private long stillSinceMicros;
    private PictureDigest current = new PictureDigest();
    private PictureDigest reference = new PictureDigest(); // STILL: last that moved; else the last
    private PictureDigest intra = new PictureDigest(); // last intra picture of this still scene
    private PictureDigest previous = new PictureDigest(); // the picture before, while STILL
    private boolean stoppedAbruptly;
    private double floorLevels; // the largest step of this stillness that coding explains
    private long lastIntraMicros = TimeBase.NO_TIME;
    private long heldSinceMicros = TimeBase.NO_TIME; // since when values are held back
    private int heldPictures;
    private double heldValue; // of that picture, if it turns out to have moved

    public FreezeDetector() {
        this(FreezeSettings.DEFAULTS);
    }

    public FreezeDetector(FreezeSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return DefectId.VIDEO_FREEZE.value();
    }

    @Override
    public int version() {
        return 3;
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
        LumaView luma = frame.features().smallLuma();
        if (!reference.isOfSize(luma)) {
            onDiscontinuity();
        }
        current.set(luma);
        if (frame.isIntraCoded()) {
            lastIntraMicros = frame.presentationTimeMicros();
        }
        if (current.rangeLevels() < settings.plainLevels()) {
            onDiscontinuity();
            currentBecomesReference();
            out.measure(FREEZE_DIFFERENCE, NOT_A_REPEAT);
            return;
        }
        double value =
                switch (phase) {
                    case MOVING -> moving(frame, out);
                    case STILL -> still(frame, out);
                    case LIVING -> living(frame);
                };
        if (!Double.isNaN(value)) {
            out.measure(FREEZE_DIFFERENCE, value);
        }
    }

    private double moving(VideoFrame frame, MeasurementSink out) {
        double step = current.differenceLevels(reference);
        double suddenStop = settings.suddenStopRatio() * movementLevels;
        if (step <= Math.min(Math.max(settings.quietLevels(), suddenStop), codingLevels())) {
            phase = Phase.STILL;
            stillSinceMicros = frame.presentationTimeMicros();
            if (isHeld()) {
                stillSinceMicros = heldSinceMicros;
                release(repeat(codingLevels()), out);
            }
            stoppedAbruptly = stopsAbruptly();
            floorLevels = 0;
            previous.copyOf(current);
            return repeat(step);
        }
        boolean mayHaveStopped = mayBeRefinement(frame, step);
        learnMovement(step);
        currentBecomesReference();
        if (isHeld() && mayHaveStopped) {
            return HELD;
        }
        releaseAsMovement(out);
        if (frame.isIntraCoded() && mayHaveStopped) {
            hold(frame, change(step));
            return HELD;
        }
        return change(step);
    }

    /**
     * Whether a picture that is no repeat by itself may be one as coded: an intra picture by an
     * error of its own, those after it by refinements smaller than the movement was. A quiet
     * picture soon after tells that it was so.
     */
    private boolean mayBeRefinement(VideoFrame frame, double step) {
        double sameMovement = settings.sameMovementRatio() * movementLevels;
        return frame.isIntraCoded()
                ? step <= Math.max(codingLevels(), sameMovement)
                : !isRefined(frame) && step < sameMovement;
    }

    /** Whether it was movement that stopped, and not a still scene that was cut to. */
    private boolean stopsAbruptly() {
        return movementLevels > codingLevels()
                && movementLevels <= settings.mostMovementLevels()
                && lastStepLevels <= settings.evenMovementRatio() * movementLevels;
    }

    /** A cut says nothing about the movement in the scene that it leads to. */
    private void learnMovement(double step) {
        lastStepLevels = step;
        if (movementLevels > 0 && step > settings.cutRatio() * movementLevels + codingLevels()) {
            movementLevels = 0;
        } else {
            movementLevels += (step - movementLevels) * (movementLevels == 0 ? 1 : MOVEMENT_WEIGHT);
        }
    }

    private double still(VideoFrame frame, MeasurementSink out) {
        double distance = current.differenceLevels(reference);
        if (distance > codingLevels()) {
            releaseAsMovement(out);
            return startsMoving(distance);
        }
        if (frame.isIntraCoded()) {
            if (isSettled(frame) && !recurs()) {
                releaseAsMovement(out);
                phase = Phase.LIVING;
                currentBecomesReference();
                return NOT_A_REPEAT;
            }
        } else if (isRestless(frame)) {
            if (isHeld() || !isSettled(frame)) {
                releaseAsMovement(out);
                return startsMoving(distance);
            }
            hold(frame, change(distance));
        }
        previous.copyOf(current);
        if (isHeld() && heldPictures++ <= WHIM_PICTURES) {
            return HELD;
        }
        heldSinceMicros = TimeBase.NO_TIME; // nothing followed
        return repeat(distance);
    }

    private boolean recurs() {
        double limit =
                stoppedAbruptly
                        ? settings.recurrenceAfterAbruptStopLevels()
                        : settings.recurrenceLevels();
        boolean recurs = intra.isEmpty() || current.differenceLevels(intra) <= limit;
        intra.copyOf(current);
        return recurs;
    }

    /**
     * Between intra pictures a frozen source gives next to no steps, once the last movement has
     * been refined. Slow movement, which takes long to add up, shows there at once. Two such
     * pictures soon after each other are movement: one may be a coder's whim.
     */
    private boolean isRestless(VideoFrame frame) {
        if (!isRefined(frame)) {
            return false;
        }
        double step = current.differenceLevels(previous);
        if (!isSettled(frame)) {
            long stillMicros = frame.presentationTimeMicros() - stillSinceMicros;
            if (stillMicros >= settings.settleMicros() / 2) {
                floorLevels = Math.max(floorLevels, step);
            }
            return step > settings.quietLevels()
                    && step >= settings.sameMovementRatio() * movementLevels;
        }
        if (step > Math.max(settings.restlessLevels(), settings.restlessRatio() * floorLevels)) {
            return true;
        }
        if (!isHeld()) { // else the step may be of the movement that is suspected
            floorLevels = Math.max(floorLevels, step);
        }
        return false;
    }

    private boolean isRefined(VideoFrame frame) {
        return lastIntraMicros == TimeBase.NO_TIME
                || frame.presentationTimeMicros() - lastIntraMicros >= settings.refinementMicros();
    }

    /** Nothing is measured from this picture on until later ones tell what it was. */
    private void hold(VideoFrame frame, double valueIfMoved) {
        heldSinceMicros = frame.presentationTimeMicros();
        heldPictures = 0;
        heldValue = valueIfMoved;
    }

    private boolean isHeld() {
        return heldSinceMicros != TimeBase.NO_TIME;
    }

    private void releaseAsMovement(MeasurementSink out) {
        if (isHeld()) {
            release(heldValue, out);
        }
    }

    private void release(double value, MeasurementSink out) {
        out.measure(FREEZE_DIFFERENCE, value, heldSinceMicros);
        heldSinceMicros = TimeBase.NO_TIME;
    }

    private double living(VideoFrame frame) {
        double step = current.differenceLevels(reference);
        if (step > codingLevels()) {
            return startsMoving(step);
        }
        if (frame.isIntraCoded() && recurs()) {
            phase = Phase.STILL;
            floorLevels = Math.max(floorLevels, step); // what its pictures showed is unknown
            previous.copyOf(current);
            stillSinceMicros = frame.presentationTimeMicros() - settings.settleMicros();
            currentBecomesReference();
            return repeat(0);
        }
        currentBecomesReference();
        return change(step);
    }

    private double startsMoving(double distance) {
        phase = Phase.MOVING;
        movementLevels = 0; // the next step will tell
        intra.clear();
        previous.clear();
        currentBecomesReference();
        return change(distance);
    }

    private boolean isSettled(VideoFrame frame) {
        return frame.presentationTimeMicros() - stillSinceMicros >= settings.settleMicros();
    }

    private double codingLevels() {
        return settings.codingLevels();
    }

    private double repeat(double levels) {
        return levels / codingLevels() / NOT_A_REPEAT; // so that it stays below 1
    }

    private double change(double levels) {
        return Math.max(NOT_A_REPEAT, levels / codingLevels());
    }

    private void currentBecomesReference() {
        PictureDigest spare = reference;
        reference = current;
        current = spare;
    }

    @Override
    public void onDiscontinuity() {
        phase = Phase.MOVING;
        movementLevels = 0;
        lastStepLevels = 0;
        stillSinceMicros = 0;
        lastIntraMicros = TimeBase.NO_TIME;
        heldSinceMicros = TimeBase.NO_TIME;
        reference.clear();
        intra.clear();
        previous.clear();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /**
     * Version 1: phase, recent movement, start of the stillness, reference and intra digests.
     * Version 2 adds: last step, abrupt stop, floor, restless pictures, last intra picture's time,
     * previous digest. Version 3: pictures held in place of restless ones, since when they are
     * held, and the held value.
     */
    @Override
    public void save(DataOutput out) throws IOException {
        out.writeByte(phase.savedAs);
        out.writeDouble(movementLevels);
        out.writeLong(stillSinceMicros);
        reference.save(out);
        intra.save(out);
        out.writeDouble(lastStepLevels);
        out.writeBoolean(stoppedAbruptly);
        out.writeDouble(floorLevels);
        out.writeInt(heldPictures);
        out.writeLong(heldSinceMicros);
        out.writeDouble(heldValue);
        out.writeLong(lastIntraMicros);
        previous.save(out);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        phase = Phase.savedAs(in.readByte());
        movementLevels = in.readDouble();
        stillSinceMicros = in.readLong();
        reference.restore(id(), in);
        intra.restore(id(), in);
        if (stateVersion == 1) {
            previous.copyOf(reference); // a first step that is too large is one picture only
            return;
        }
        lastStepLevels = in.readDouble();
        stoppedAbruptly = in.readBoolean();
        floorLevels = in.readDouble();
        heldPictures = in.readInt(); // before version 3 nothing was held
        if (stateVersion >= 3) {
            heldSinceMicros = in.readLong();
            heldValue = in.readDouble();
        }
        lastIntraMicros = in.readLong();
        previous.restore(id(), in);
    }
}
