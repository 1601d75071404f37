package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FieldSamples;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures whether the fields of interlaced pictures come in the order that the stream says. Shown
 * in the wrong order, what moves jumps forth and back. One instance for each rendition, on the task
 * thread; compares four pictures a second with those just before them; keeps some samples of one
 * picture (8 kB) between the two; allocates nothing.
 *
 * <p>The test is that of interlace detection by field distance (as in FFmpeg's {@code idet}), on
 * what moves only, and averaged over time.
 */
public final class FieldOrderDetector extends LookDetector {

    public static final Metric FIELD_ORDER_REVERSAL =
            new Metric(
                    "field_order_reversal",
                    Unit.RATIO,
                    Fold.MEAN,
                    "How much movement contradicts the field order that the stream says: difference of"
                            + " the distances between fields by their sum, -1 to 1; over some 2 s.");

    /** A movement says a little each time, its noise cancels out: eight pairs, two seconds. */
    private static final double LEARNT = 1 / 8.0;

    private final FieldSamples before = new FieldSamples(); // taken where a pair is awaited
    private final FieldSamples current = new FieldSamples();
    private double reversal;

    public FieldOrderDetector() {
        super(
                DefectId.VIDEO_FIELD_ORDER,
                CostClass.NEGLIGIBLE,
                LookInterval.fourTimesASecond(),
                FIELD_ORDER_REVERSAL);
    }

    @Override
    void pass(VideoFrame frame, MeasurementSink out) {
        if (!frame.isInterlaced()) {
            before.clear();
            reversal = 0;
        } else if (!before.isEmpty()) {
            compare(frame, out);
            before.clear();
        }
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        if (frame.isInterlaced()) {
            before.take(frame);
        } else {
            out.measure(FIELD_ORDER_REVERSAL, 0);
        }
    }

    private void compare(VideoFrame frame, MeasurementSink out) {
        if (!before.isSameSize(frame)) {
            return;
        }
        current.take(frame);
        double topFirst = current.topFirst(before);
        if (topFirst != 0) {
            double now = frame.isTopFieldFirst() ? -topFirst : topFirst;
            reversal += (now - reversal) * LEARNT;
        }
        out.measure(FIELD_ORDER_REVERSAL, reversal);
    }

    @Override
    void forget() {
        before.clear();
        reversal = 0;
    }

    /** Version 1: the picture before where one is kept, value. */
    @Override
    void saveLooks(DataOutput out) throws IOException {
        before.save(out);
        out.writeDouble(reversal);
    }

    @Override
    void restoreLooks(int stateVersion, DataInput in) throws IOException {
        before.restore(in);
        reversal = in.readDouble();
    }
}
