package io.sightline.detector.sync;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.api.TrackPresence;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures what the container's times say about sound and pictures: which began first, how far
 * apart they come, and whether the samples of sound last as long as their times say.
 *
 * <p>The last one is drift: a player shows pictures by their times and plays sound sample by
 * sample, so where the two disagree, lips and voice part by as much. It is counted over the last
 * ten minutes, without gaps: a step of the times is sound that is missing or repeated, not a clock
 * that is off.
 *
 * <p>One instance for each rendition, on the task thread; allocates nothing.
 */
public final class AvTimingDetector implements SyncDetector {

    public static final Metric DRIFT =
            new Metric(
                    "av_drift_ms",
                    Unit.MILLISECONDS,
                    Fold.LAST,
                    "How much longer the samples of sound lasted than their times say, over the"
                            + " last ten minutes; positive: sound falls behind.");

    public static final Metric START_OFFSET =
            new Metric(
                    "av_start_offset_ms",
                    Unit.MILLISECONDS,
                    Fold.LAST,
                    "How much later sound begins than pictures, once at the start and after each"
                            + " discontinuity; negative: earlier.");

    public static final Metric INTERLEAVE =
            new Metric(
                    "av_interleave_ms",
                    Unit.MILLISECONDS,
                    Fold.MEAN,
                    "How far decoded pictures are ahead of the end of decoded sound in media time;"
                            + " negative: behind.");

    private static final int STATE_VERSION = 1;
    private static final long NO_TIME = Long.MIN_VALUE;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final double MICROS_PER_MILLI = 1_000;

    /** Containers round times to at most 1 ms; the shortest loss is a packet of 5 ms or more. */
    private static final long STEP_MICROS = 4_000;

    private static final long POINT_SPACING_MICROS = 10 * MICROS_PER_SECOND;
    private static final int POINTS = 60; // ten minutes

    private long firstPictureMicros = NO_TIME;
    private long firstSoundMicros = NO_TIME;
    private long soundEndMicros = NO_TIME;
    private boolean startIsTold;

    private int rateHz;
    private long originMicros = NO_TIME; // where counting began
    private long samples; // since then
    private long stepsMicros; // that are no drift
    private long lastAheadMicros; // of the times over the samples
    private final long[] aheads = new long[POINTS]; // a ring: one value each ten seconds
    private int points;
    private int nextPoint;
    private long nextPointMicros;

    @Override
    public String id() {
        return DefectId.AV_DRIFT.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(DRIFT, START_OFFSET, INTERLEAVE);
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onTracks(TrackPresence tracks, MeasurementSink out) {
        // What does not come is not measured.
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        long atMicros = frame.presentationTimeMicros();
        if (firstPictureMicros == NO_TIME) {
            firstPictureMicros = atMicros;
        }
        tellStart(out);
        if (soundEndMicros != NO_TIME) {
            long pictureEndMicros = atMicros + frame.durationMicros();
            out.measure(INTERLEAVE, (pictureEndMicros - soundEndMicros) / MICROS_PER_MILLI);
        }
    }

    @Override
    public void onBlock(AudioBlock block, MeasurementSink out) {
        if (block.sampleCount() == 0 || block.sampleRateHz() <= 0) {
            return;
        }
        long atMicros = block.presentationTimeMicros();
        if (firstSoundMicros == NO_TIME) {
            firstSoundMicros = atMicros;
        }
        tellStart(out);
        soundEndMicros = atMicros + block.durationMicros();
        long aheadMicros = ahead(block, atMicros);
        out.measure(DRIFT, (oldest() - aheadMicros) / MICROS_PER_MILLI);
    }

    private void tellStart(MeasurementSink out) {
        if (!startIsTold && firstPictureMicros != NO_TIME && firstSoundMicros != NO_TIME) {
            startIsTold = true;
            out.measure(START_OFFSET, (firstSoundMicros - firstPictureMicros) / MICROS_PER_MILLI);
        }
    }

    /** How far this block's time is ahead of what the samples before it say, without steps. */
    private long ahead(AudioBlock block, long atMicros) {
        if (block.sampleRateHz() != rateHz || originMicros == NO_TIME) {
            rateHz = block.sampleRateHz();
            originMicros = atMicros;
            samples = 0;
            stepsMicros = 0;
            lastAheadMicros = 0;
            points = 0;
            nextPoint = 0;
            nextPointMicros = atMicros;
        }
        long countedMicros = originMicros + samplesMicros();
        long aheadMicros = atMicros - countedMicros - stepsMicros;
        long step = aheadMicros - lastAheadMicros;
        if (Math.abs(step) > STEP_MICROS) {
            stepsMicros += step;
            aheadMicros = lastAheadMicros;
        }
        lastAheadMicros = aheadMicros;
        samples += block.sampleCount();
        if (atMicros >= nextPointMicros) {
            aheads[nextPoint] = aheadMicros;
            nextPoint = (nextPoint + 1) % POINTS;
            points = Math.min(POINTS, points + 1);
            nextPointMicros +=
                    POINT_SPACING_MICROS
                            * (1 + (atMicros - nextPointMicros) / POINT_SPACING_MICROS);
        }
        return aheadMicros;
    }

    private long samplesMicros() {
        return samples / rateHz * MICROS_PER_SECOND + samples % rateHz * MICROS_PER_SECOND / rateHz;
    }

    private long oldest() {
        return aheads[points < POINTS ? 0 : nextPoint];
    }

    @Override
    public void onDiscontinuity() {
        firstPictureMicros = NO_TIME;
        firstSoundMicros = NO_TIME;
        soundEndMicros = NO_TIME;
        startIsTold = false;
        originMicros = NO_TIME;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(firstPictureMicros);
        out.writeLong(firstSoundMicros);
        out.writeLong(soundEndMicros);
        out.writeBoolean(startIsTold);
        out.writeInt(rateHz);
        out.writeLong(originMicros);
        out.writeLong(samples);
        out.writeLong(stepsMicros);
        out.writeLong(lastAheadMicros);
        out.writeInt(points);
        out.writeInt(nextPoint);
        out.writeLong(nextPointMicros);
        for (long ahead : aheads) {
            out.writeLong(ahead);
        }
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        firstPictureMicros = in.readLong();
        firstSoundMicros = in.readLong();
        soundEndMicros = in.readLong();
        startIsTold = in.readBoolean();
        rateHz = in.readInt();
        originMicros = in.readLong();
        samples = in.readLong();
        stepsMicros = in.readLong();
        lastAheadMicros = in.readLong();
        points = in.readInt();
        nextPoint = in.readInt();
        nextPointMicros = in.readLong();
        for (int i = 0; i < POINTS; i++) {
            aheads[i] = in.readLong();
        }
    }
}
