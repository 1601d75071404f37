package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureSampling;
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
 * from the reference yet is known by steps above what this stillness has shown. Where coding has
 * settled, what it does between intra pictures recurs too, and the smallest change out of that
 * {@link CodingRhythm} is movement.
 *
 * <p>Some pictures are told only by those that follow: an intra picture may be movement, or the
 * held picture coded anew; a small step may be movement, or a coder's whim. They are measured then,
 * at their own instants, 250 ms or two pictures late at most.
 *
 * <p>A plain picture, black above all, shows nothing that could be seen to stand still: it is a
 * defect of its own kind and never a freeze.
 *
 * <h2>Key frames alone</h2>
 *
 * Where only key frames are shown, nothing is known of what is between them, and steps are as large
 * as seconds make them. One thing stays: those of a frozen source recur. A key frame that recurs is
 * measured as a repeat, and so is the one that it repeats, from right after its own instant.
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

    private static final List<Metric> METRICS = List.of(FREEZE_DIFFERENCE);
    private static final int STATE_VERSION = 1;

    /**
     * A step that none of the next so many pictures follows was a coder's whim. Two, because
     * pictures of 24 or 12 a second that are shown at 30 or 24 repeat now and then.
     */
    private static final int WHIM_PICTURES = 2;

    /** What a picture measures if only later ones can tell. */
    private static final double HELD = Double.NaN;

    private final FreezeSettings settings;
    private FreezePhase phase = FreezePhase.MOVING;
    private final RecentMovement movement; // while MOVING
    private final Stillness stillness; // while STILL or LIVING
    private PictureDigest current = new PictureDigest();
    private PictureDigest reference = new PictureDigest(); // STILL: last that moved; else the last
    private long lastIntraMicros = TimeBase.NO_TIME;
    private final HeldValue held = new HeldValue(FREEZE_DIFFERENCE);
    private boolean isSampled; // only key frames are shown
    private boolean samplingEnds; // with the next picture

    public FreezeDetector() {
        this(FreezeSettings.DEFAULTS);
    }

    public FreezeDetector(FreezeSettings settings) {
        this.settings = settings;
        movement = new RecentMovement(settings);
        stillness = new Stillness(settings);
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
        if (!frame.isIntraCoded()) {
            endSampling();
        }
        LumaView luma = frame.features().smallLuma();
        if (!reference.isOfSize(luma)) {
            onDiscontinuity();
        }
        current.set(luma);
        long beforeMicros = lastIntraMicros;
        if (frame.isIntraCoded() || isSampled) {
            lastIntraMicros = frame.presentationTimeMicros();
        }
        if (current.liesWithin(settings.plainLevels())) {
            held.releaseAsMovement(out);
            onDiscontinuity();
            currentBecomesReference();
            out.measure(FREEZE_DIFFERENCE, NOT_A_REPEAT);
            return;
        }
        if (isSampled) {
            out.measure(FREEZE_DIFFERENCE, sampled(beforeMicros, out));
            endSampling();
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

    /**
     * While STILL, the last intra picture is the last key frame, and {@code reference} where it
     * began.
     */
    private double sampled(long beforeMicros, MeasurementSink out) {
        boolean isFirst = stillness.lastIntra().isEmpty();
        PictureDigest before = isFirst ? reference : stillness.lastIntra();
        double limit =
                phase == FreezePhase.STILL && isFirst
                        ? codingLevels() // the stillness was found between key frames
                        : settings.recurrenceLevels();
        double difference = current.differenceLevels(before);
        boolean repeats = difference <= limit && (phase == FreezePhase.STILL || !isFirst);
        if (repeats) {
            if (phase != FreezePhase.STILL) {
                phase = FreezePhase.STILL;
                stillness.begin(beforeMicros, /* abruptly= */ false);
                out.measure(FREEZE_DIFFERENCE, repeat(difference), beforeMicros + 1);
            }
        } else {
            phase = FreezePhase.MOVING;
        }
        stillness.keyFrame(current);
        if (!repeats) {
            currentBecomesReference();
            return change(difference);
        }
        return repeat(difference);
    }

    /** The first key frame of another sampling still tells whether the last one recurs. */
    @Override
    public void onSampling(PictureSampling sampling) {
        boolean nowSampled = sampling == PictureSampling.KEY_PICTURES;
        if (nowSampled && !isSampled) {
            isSampled = true;
            forgetSteps();
        }
        samplingEnds = isSampled && !nowSampled;
    }

    /** Steps were smaller, or larger, than those that follow. */
    private void forgetSteps() {
        if (phase != FreezePhase.STILL) {
            onDiscontinuity();
        }
    }

    private void endSampling() {
        if (samplingEnds) {
            samplingEnds = false;
            isSampled = false;
            forgetSteps();
        }
    }

    private double moving(VideoFrame frame, MeasurementSink out) {
        double step = current.differenceLevels(reference);
        double suddenStop = settings.suddenStopRatio() * movement.levels();
        if (step <= Math.min(Math.max(settings.quietLevels(), suddenStop), codingLevels())) {
            phase = FreezePhase.STILL;
            stillness.begin(
                    held.isHeld() ? held.sinceMicros() : frame.presentationTimeMicros(),
                    movement.stopsAbruptly());
            held.release(repeat(codingLevels()), out);
            stillness.goesOn(current);
            return repeat(step);
        }
        boolean mayHaveStopped = mayBeRefinement(frame, step);
        movement.learn(step);
        currentBecomesReference();
        if (held.isHeld() && mayHaveStopped && !frame.isIntraCoded()) {
            return HELD;
        }
        held.releaseAsMovement(out);
        if (frame.isIntraCoded() && mayHaveStopped) {
            held.hold(frame.presentationTimeMicros(), change(step));
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
        double sameMovement = settings.sameMovementRatio() * movement.levels();
        return frame.isIntraCoded()
                ? step <= Math.max(codingLevels(), sameMovement)
                : !isRefined(frame) && step < sameMovement;
    }

    private double still(VideoFrame frame, MeasurementSink out) {
        double distance = current.differenceLevels(reference);
        if (distance > codingLevels()) {
            held.releaseAsMovement(out);
            return startsMoving(distance);
        }
        if (frame.isIntraCoded()) {
            if (isSettled(frame) && !stillness.recurs(current)) {
                held.releaseAsMovement(out);
                phase = FreezePhase.LIVING;
                currentBecomesReference();
                return NOT_A_REPEAT;
            }
        } else if (isRestless(frame)) {
            if (held.isHeld() || !isSettled(frame)) {
                held.releaseAsMovement(out);
                return startsMoving(distance);
            }
            held.hold(frame.presentationTimeMicros(), change(distance));
        }
        stillness.goesOn(current);
        if (held.isOpenFor(WHIM_PICTURES)) {
            return HELD;
        }
        held.forget(); // nothing followed
        return repeat(distance);
    }

    private boolean isRestless(VideoFrame frame) {
        return isRefined(frame)
                && stillness.isRestless(
                        current,
                        frame.presentationTimeMicros(),
                        lastIntraMicros == TimeBase.NO_TIME
                                ? TimeBase.NO_TIME
                                : frame.presentationTimeMicros() - lastIntraMicros,
                        movement.levels(),
                        held.isHeld());
    }

    private boolean isRefined(VideoFrame frame) {
        return lastIntraMicros == TimeBase.NO_TIME
                || frame.presentationTimeMicros() - lastIntraMicros >= settings.refinementMicros();
    }

    private double living(VideoFrame frame) {
        double step = current.differenceLevels(reference);
        if (step > codingLevels()) {
            return startsMoving(step);
        }
        if (frame.isIntraCoded() && stillness.recurs(current)) {
            phase = FreezePhase.STILL;
            stillness.resume(frame.presentationTimeMicros(), step);
            stillness.goesOn(current);
            currentBecomesReference();
            return repeat(0);
        }
        currentBecomesReference();
        return change(step);
    }

    private double startsMoving(double distance) {
        phase = FreezePhase.MOVING;
        movement.forget();
        stillness.forgetPictures();
        currentBecomesReference();
        return change(distance);
    }

    private boolean isSettled(VideoFrame frame) {
        return stillness.isSettled(frame.presentationTimeMicros());
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
        phase = FreezePhase.MOVING;
        movement.clear();
        stillness.clear();
        lastIntraMicros = TimeBase.NO_TIME;
        held.forget();
        reference.clear();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: phase, movement, stillness, reference, last intra picture, held, sampling. */
    @Override
    public void save(DataOutput out) throws IOException {
        out.writeByte(phase.savedAs());
        movement.save(out);
        stillness.save(out);
        reference.save(out);
        out.writeLong(lastIntraMicros);
        held.save(out);
        out.writeBoolean(isSampled);
        out.writeBoolean(samplingEnds);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        phase = FreezePhase.savedAs(in.readByte());
        movement.restore(in);
        stillness.restore(id(), in);
        reference.restore(id(), in);
        lastIntraMicros = in.readLong();
        held.restore(in);
        isSampled = in.readBoolean();
        samplingEnds = in.readBoolean();
    }
}
