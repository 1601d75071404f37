package io.sightline.job;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import java.io.DataInput;
import java.io.DataOutput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A plug-in that does what none may: it keeps a frame, and its pixels, beyond the call. */
public final class FrameKeeper implements VideoDetector {

    /** The first pixel of each picture when its call was over. The task has its own instances. */
    static final Queue<Byte> PIXELS_AFTER = new ConcurrentLinkedQueue<>();

    static final Queue<RuntimeException> REFUSALS = new ConcurrentLinkedQueue<>();

    private @Nullable VideoFrame kept;
    private @Nullable ByteBuffer keptPixels;

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        VideoFrame former = kept;
        ByteBuffer formerPixels = keptPixels;
        kept = frame;
        keptPixels = frame.luma();
        if (former != null && formerPixels != null) {
            PIXELS_AFTER.add(formerPixels.get(0));
            try {
                former.presentationTimeMicros();
            } catch (IllegalStateException refusal) {
                REFUSALS.add(refusal);
                throw refusal;
            }
        }
    }

    @Override
    public String id() {
        return "test.frame_keeper";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return List.of();
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onDiscontinuity() {
        // It forgets nothing.
    }

    @Override
    public int stateVersion() {
        return 1;
    }

    @Override
    public void save(DataOutput out) {
        // No state.
    }

    @Override
    public void restore(int stateVersion, DataInput in) {
        // No state.
    }
}
