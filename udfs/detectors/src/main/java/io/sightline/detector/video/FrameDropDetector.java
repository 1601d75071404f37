package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures pictures that are missing from a steady cadence. One instance for each rendition, on the
 * task thread; keeps a few numbers, looks at no sample and allocates nothing.
 *
 * <p>A cadence is steady once {@link #STEADY_PICTURES} intervals in a row, over {@link
 * #STEADY_MICROS} at least, are the same but for the rounding of timestamps. An interval of two or
 * more of them then misses pictures, if the next interval goes on in the same rhythm: the last
 * picture of a recording often lasts longer. So a gap is measured one picture late, at the instant
 * of the picture that ends it. The cadence stays steady while most intervals are of its length;
 * intervals of any length, as phones and screen recorders make them, end it.
 */
public final class FrameDropDetector implements VideoDetector {

    public static final Metric DROPPED_FRAMES =
            new Metric(
                    "dropped_frames",
                    Unit.COUNT,
                    Fold.SUM,
                    "Pictures missing before this one: how many of the steady interval fit into the"
                            + " gap, less one. Not measured where the interval is not steady.");
    public static final Metric DROPPED_RATIO =
            new Metric(
                    "dropped_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Pictures missing in the last half second, as a share of those that the steady"
                            + " interval puts there, 0 to 4.");
    public static final Metric FRAME_RATE =
            new Metric(
                    "frame_rate_fps",
                    Unit.FPS,
                    Fold.LAST,
                    "Pictures a second at the steady interval between pictures. Not measured while"
                            + " there is none.");

    /** Fewer, or in less time, are a burst: a screen recorder's while something moves, say. */
    static final int STEADY_PICTURES = 24;

    static final long STEADY_MICROS = 1_500_000;

    /** Longer gaps are jumps of time or outages, which have defects of their own. */
    static final long LONGEST_GAP_MICROS = 2_000_000;

    /** Timestamps in milliseconds are off by up to half of one at both ends. */
    private static final double ROUNDING_MICROS = 1_050;

    private static final long WINDOW_MICROS = 500_000;

    /** What a capture clock jitters, as a share of the interval. */
    private static final double JITTER = 0.06;

    /** A gap is so close to a multiple of the interval, as a share of the interval. */
    private static final double MULTIPLE_TOLERANCE = 0.2;

    /** Pictures that are missing so soon after damaged data are missing because of it. */
    private static final long DAMAGE_MICROS = 1_000_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private static final double NEWEST_WEIGHT = 1.0 / 32;

    /** Below this share of regular intervals, over about 32 of them, nothing is steady. */
    private static final double LEAST_REGULAR = 0.4;

    private static final List<Metric> METRICS = List.of(DROPPED_FRAMES, DROPPED_RATIO, FRAME_RATE);
    private static final int STATE_VERSION = 1;

    private final RecentCounts gaps = new RecentCounts(); // pictures missing, by instant
    private long lastMicros = TimeBase.NO_TIME;
    private double intervalMicros; // of the cadence, or of the run that may become one; 0: none
    private int runPictures; // intervals in a row of that length, up to STEADY_PICTURES
    private double runMicros;
    private boolean isSteady;
    private double regularity; // share of regular intervals, the newest weighs most
    private int missingBefore; // the last picture, if the next interval is regular
    private boolean isSampled; // pictures are left out on purpose
    private boolean refused; // an access unit gave no picture: decode errors count it
    private long damagedMicros = NEVER; // when data was last damaged: what it cost is told there

    @Override
    public String id() {
        return DefectId.VIDEO_FRAME_DROP.value();
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
        long nowMicros = frame.presentationTimeMicros();
        boolean isFirst = lastMicros == TimeBase.NO_TIME;
        double gapMicros = isFirst ? 0 : nowMicros - lastMicros;
        long beforeMicros = lastMicros;
        lastMicros = nowMicros;
        if (frame.damage().isDamaged()) {
            damagedMicros = nowMicros;
        }
        boolean wasRefused = refused;
        refused = false;
        if (isFirst || isSampled || wasRefused) {
            missingBefore = 0;
            return;
        }
        if (gapMicros <= 0 || gapMicros > LONGEST_GAP_MICROS) {
            forgetCadence();
        } else if (isSteady) {
            whileSteady(gapMicros, beforeMicros, out);
        } else {
            seekCadence(gapMicros);
        }
        if (isSteady) {
            if (missingBefore == 0) {
                out.measure(DROPPED_FRAMES, 0);
                out.measure(DROPPED_RATIO, droppedRatio(nowMicros));
            }
            out.measure(FRAME_RATE, 1_000_000 / intervalMicros);
        }
    }

    private void whileSteady(double gapMicros, long beforeMicros, MeasurementSink out) {
        boolean isOne = isOneInterval(gapMicros);
        int missing = isOne ? 0 : missingIn(gapMicros);
        if (missingBefore > 0) {
            boolean goesOn = (isOne || missing > 0) && beforeMicros - damagedMicros > DAMAGE_MICROS;
            if (goesOn) {
                gaps.add(beforeMicros, missingBefore);
            }
            out.measure(DROPPED_FRAMES, goesOn ? missingBefore : 0, beforeMicros);
            out.measure(DROPPED_RATIO, droppedRatio(beforeMicros), beforeMicros);
        }
        missingBefore = missing;
        if (isOne) {
            regularity += (1 - regularity) * NEWEST_WEIGHT;
            intervalMicros += (gapMicros - intervalMicros) * NEWEST_WEIGHT;
            return;
        }
        regularity -= regularity * NEWEST_WEIGHT;
        if (regularity < LEAST_REGULAR) {
            forgetCadence();
        }
    }

    private double droppedRatio(long nowMicros) {
        return gaps.sumSince(nowMicros - WINDOW_MICROS) * intervalMicros / WINDOW_MICROS;
    }

    /** How many pictures are missing in a gap; none where it is no multiple of the interval. */
    private int missingIn(double gapMicros) {
        long multiple = Math.round(gapMicros / intervalMicros);
        double off = Math.abs(gapMicros - multiple * intervalMicros);
        boolean isMultiple =
                multiple > 1 && off <= MULTIPLE_TOLERANCE * intervalMicros + ROUNDING_MICROS;
        return isMultiple ? (int) multiple - 1 : 0;
    }

    private void seekCadence(double gapMicros) {
        if (runPictures > 0 && isOneInterval(gapMicros)) {
            runPictures = Math.min(runPictures + 1, STEADY_PICTURES);
            runMicros += gapMicros;
            // the mean, until it is a memory of 32
            intervalMicros += (gapMicros - intervalMicros) / (runPictures + 1);
        } else {
            runPictures = 1;
            runMicros = gapMicros;
            intervalMicros = gapMicros;
        }
        if (runPictures == STEADY_PICTURES && runMicros >= STEADY_MICROS) {
            isSteady = true;
            regularity = 1;
        }
    }

    private boolean isOneInterval(double gapMicros) {
        return Math.abs(gapMicros - intervalMicros) <= ROUNDING_MICROS + JITTER * intervalMicros;
    }

    private void forgetCadence() {
        intervalMicros = 0;
        runPictures = 0;
        runMicros = 0;
        isSteady = false;
        regularity = 0;
        missingBefore = 0;
        gaps.clear();
    }

    /** Pictures that are left out on purpose are not dropped. */
    @Override
    public void onSampling(PictureSampling sampling) {
        isSampled = sampling != PictureSampling.EVERY_PICTURE;
        lastMicros = TimeBase.NO_TIME;
        missingBefore = 0;
    }

    @Override
    public void onUndecodable(long presentationTimeMicros, MeasurementSink out) {
        refused = true;
        damagedMicros = presentationTimeMicros;
    }

    @Override
    public void onDiscontinuity() {
        lastMicros = TimeBase.NO_TIME;
        refused = false;
        damagedMicros = NEVER;
        forgetCadence();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: last instant, interval, run, steadiness, gaps, what is left out, damage. */
    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(lastMicros);
        out.writeDouble(intervalMicros);
        out.writeInt(runPictures);
        out.writeDouble(runMicros);
        out.writeBoolean(isSteady);
        out.writeDouble(regularity);
        out.writeInt(missingBefore);
        gaps.save(out);
        out.writeBoolean(isSampled);
        out.writeBoolean(refused);
        out.writeLong(damagedMicros);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        lastMicros = in.readLong();
        intervalMicros = in.readDouble();
        runPictures = in.readInt();
        runMicros = in.readDouble();
        isSteady = in.readBoolean();
        regularity = in.readDouble();
        missingBefore = in.readInt();
        gaps.restore(id(), in);
        isSampled = in.readBoolean();
        refused = in.readBoolean();
        damagedMicros = in.readLong();
    }
}
