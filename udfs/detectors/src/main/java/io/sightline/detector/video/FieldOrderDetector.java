package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FieldSamples;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures whether the fields of interlaced pictures come in the order that the stream says. Shown
 * in the wrong order, what moves jumps forth and back. One instance for each rendition, on the task
 * thread; compares four pictures a second with those just before them; keeps some samples of one
 * picture (8 kB) between the two; allocates nothing.
 *
 * <p>The test is that of interlace detection by field distance (as in FFmpeg's {@code idet}), on
 * what moves only, and averaged over time.
 */
public final class FieldOrderDetector implements VideoDetector {

    public static final Metric FIELD_ORDER_REVERSAL =
            new Metric(
                    "field_order_reversal",
                    Unit.RATIO,
                    Fold.MEAN,
                    "How much movement contradicts the field order that the stream says: difference of"
                            + " the distances between fields by their sum, -1 to 1; over some 2 s.");

    private static final List<Metric> METRICS = List.of(FIELD_ORDER_REVERSAL);
    private static final int STATE_VERSION = 1;

    /** A movement says a little each time, its noise cancels out: eight pairs, two seconds. */
    private static final double LEARNT = 1 / 8.0;

    private final LookInterval interval = LookInterval.fourTimesASecond();
    private final FieldSamples before = new FieldSamples(); // taken where a pair is awaited
    private final FieldSamples current = new FieldSamples();
    private double reversal;

    @Override
    public String id() {
        return DefectId.VIDEO_FIELD_ORDER.value();
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
        boolean isDue = interval.isDue(frame.presentationTimeMicros());
        if (!frame.isInterlaced()) {
            before.clear();
            reversal = 0;
            if (isDue) {
                out.measure(FIELD_ORDER_REVERSAL, 0);
            }
            return;
        }
        if (!before.isEmpty()) {
            compare(frame, out);
            before.clear();
        }
        if (isDue) {
            before.take(frame);
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
    public void onDiscontinuity() {
        interval.forget();
        before.clear();
        reversal = 0;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: interval, the picture before where one is kept, value. */
    @Override
    public void save(DataOutput out) throws IOException {
        interval.save(out);
        before.save(out);
        out.writeDouble(reversal);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        interval.restore(in);
        before.restore(in);
        reversal = in.readDouble();
    }
}
