package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures damage that the decoder reports. One instance for each rendition, on the task thread;
 * looks at no sample and allocates nothing.
 *
 * <p>A decoder flags the pictures whose own data was damaged, not those predicted from them; the
 * viewer sees the damage until it is painted over. So damage is held at {@link #INHERITED} up to
 * the next sound intra coded picture, or for a limited time where there are none.
 */
public final class DecodeErrorDetector implements VideoDetector {

    public static final Metric DAMAGE =
            new Metric(
                    "damage",
                    Unit.RATIO,
                    Fold.MAX,
                    "1 for a picture that the decoder flags as damaged or refuses, 0.5 for one that"
                            + " may still show earlier damage, 0 for a sound one.");
    public static final Metric DAMAGED_FRAMES =
            new Metric(
                    "damaged_frames",
                    Unit.COUNT,
                    Fold.SUM,
                    "Pictures that the decoder flags as concealed, as predicted from a missing picture"
                            + " or as corrupt.");
    public static final Metric UNDECODABLE_FRAMES =
            new Metric(
                    "undecodable_frames",
                    Unit.COUNT,
                    Fold.SUM,
                    "Access units that the decoder refused, so that no picture is shown for them.");

    static final double FLAGGED = 1;
    static final double INHERITED = 0.5;
    static final double SOUND = 0;

    /**
     * How long damage counts as visible without a sound intra coded picture: the usual distance of
     * random-access points in distribution, and longer than an intra refresh takes.
     */
    static final long DEFAULT_HOLD_MICROS = 2_000_000;

    private static final List<Metric> METRICS = List.of(DAMAGE, DAMAGED_FRAMES, UNDECODABLE_FRAMES);
    private static final int STATE_VERSION = 1;

    private final long holdMicros;
    private boolean isDamageVisible;
    private long lastDamageMicros;
    private long lastMeasuredMicros = Long.MIN_VALUE;

    public DecodeErrorDetector() {
        this(DEFAULT_HOLD_MICROS);
    }

    /**
     * @param holdMicros how long damage counts as visible where no sound intra coded picture
     *     follows, in microseconds of media time
     */
    public DecodeErrorDetector(long holdMicros) {
        if (holdMicros < 0) {
            throw new IllegalArgumentException("holdMicros " + holdMicros);
        }
        this.holdMicros = holdMicros;
    }

    @Override
    public String id() {
        return DefectId.VIDEO_DECODE_ERROR.value();
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
        long atMicros = frame.presentationTimeMicros();
        boolean isDamaged = frame.damage().isDamaged();
        if (isDamaged) {
            isDamageVisible = true;
            lastDamageMicros = atMicros;
        } else if (frame.isIntraCoded() || atMicros - lastDamageMicros >= holdMicros) {
            isDamageVisible = false;
        }
        lastMeasuredMicros = atMicros;
        out.measure(DAMAGE, isDamaged ? FLAGGED : isDamageVisible ? INHERITED : SOUND);
        out.measure(DAMAGED_FRAMES, isDamaged ? 1 : 0);
        out.measure(UNDECODABLE_FRAMES, 0);
    }

    @Override
    public void onUndecodable(long presentationTimeMicros, MeasurementSink out) {
        // Refused in decoding order: a picture shown later may have been measured already.
        long atMicros = Math.max(presentationTimeMicros, lastMeasuredMicros);
        lastMeasuredMicros = atMicros;
        isDamageVisible = true;
        lastDamageMicros = atMicros;
        out.measure(DAMAGE, FLAGGED, atMicros);
        out.measure(UNDECODABLE_FRAMES, 1, atMicros);
    }

    @Override
    public void onDiscontinuity() {
        isDamageVisible = false;
        lastDamageMicros = 0;
        lastMeasuredMicros = Long.MIN_VALUE;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: whether damage is visible, and when it was last flagged and last measured. */
    @Override
    public void save(DataOutput out) throws IOException {
        out.writeBoolean(isDamageVisible);
        out.writeLong(lastDamageMicros);
        out.writeLong(lastMeasuredMicros);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        isDamageVisible = in.readBoolean();
        lastDamageMicros = in.readLong();
        lastMeasuredMicros = in.readLong();
    }
}
