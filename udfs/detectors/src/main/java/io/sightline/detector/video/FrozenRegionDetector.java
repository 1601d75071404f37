package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.JoinedCells;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/**
 * Measures how much of the picture stood still over the last {@link #WINDOW_MICROS}: with a clock
 * or a logo that goes on moving over a frozen picture, nearly all. One instance for each rendition,
 * on the task thread; keeps joined cells of one picture; allocates next to nothing.
 *
 * <p>A static camera leaves as much of its picture still. What tells them apart is known for a
 * whole picture only, see {@link FreezeDetector}; so this is measured for services that know that
 * their pictures move.
 */
public final class FrozenRegionDetector implements VideoDetector {

    public static final Metric FROZEN_RATIO =
            new Metric(
                    "frozen_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Share of the picture's area whose local mean stayed within one level for five"
                            + " seconds, 0 to 1; measured at their end.");

    /** As long as a freeze must last by the built-in policy. */
    static final long WINDOW_MICROS = 5_000_000;

    /** What moves for less than that and returns is not seen, nor is it by a viewer. */
    private static final long LOOK_MICROS = 200_000;

    /** Coding the same picture again changes the mean of a joined cell by less. */
    private static final double CHANGED_LEVELS = 1;

    private static final List<Metric> METRICS = List.of(FROZEN_RATIO);
    private static final int STATE_VERSION = 1;

    private final JoinedDigest reference = new JoinedDigest();
    private final BitSet changed = new BitSet(JoinedCells.MAX_CELLS); // since the reference
    private long referenceMicros = TimeBase.NO_TIME;
    private long lookedMicros = TimeBase.NO_TIME;

    @Override
    public String id() {
        return DefectId.VIDEO_FREEZE_PARTIAL.value();
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
        if (!reference.isEmpty() && nowMicros - lookedMicros < LOOK_MICROS) {
            return;
        }
        lookedMicros = nowMicros;
        JoinedCells luma = frame.features().joinedLuma();
        if (!reference.isOfSize(luma)) {
            begin(luma, nowMicros);
            return;
        }
        reference.markChanged(luma, CHANGED_LEVELS, changed);
        if (nowMicros - referenceMicros >= WINDOW_MICROS) {
            out.measure(FROZEN_RATIO, stillShare(luma));
            begin(luma, nowMicros);
        }
    }

    private void begin(JoinedCells luma, long nowMicros) {
        reference.set(luma);
        changed.clear();
        referenceMicros = nowMicros;
    }

    private double stillShare(JoinedCells luma) {
        long moved = 0;
        for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
            int column = i % luma.columns();
            int row = i / luma.columns();
            moved += (long) luma.cellWidth(column) * luma.cellHeight(row);
        }
        return 1 - (double) moved / luma.width() / luma.height();
    }

    @Override
    public void onDiscontinuity() {
        reference.clear();
        changed.clear();
        referenceMicros = TimeBase.NO_TIME;
        lookedMicros = TimeBase.NO_TIME;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: the reference, what changed since, and the instants. */
    @Override
    public void save(DataOutput out) throws IOException {
        reference.save(out);
        byte[] bits = changed.toByteArray();
        out.writeInt(bits.length);
        out.write(bits);
        out.writeLong(referenceMicros);
        out.writeLong(lookedMicros);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        reference.restore(id(), in);
        int length =
                StateVersions.checkRange(
                        id(), "changes", in.readInt(), 0, JoinedCells.MAX_CELLS / Byte.SIZE);
        byte[] bits = new byte[length];
        in.readFully(bits);
        changed.clear();
        changed.or(BitSet.valueOf(bits));
        referenceMicros = in.readLong();
        lookedMicros = in.readLong();
    }
}
