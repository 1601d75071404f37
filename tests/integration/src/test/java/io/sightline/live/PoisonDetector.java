package io.sightline.live;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import java.io.DataInput;
import java.io.DataOutput;
import java.lang.reflect.Field;
import java.util.List;

/**
 * Kills its process as a defect in native code does, by writing to address 0, when it sees a
 * picture of one width. A plug-in: the drill puts it on the class path of the process that is to
 * die.
 */
public final class PoisonDetector implements VideoDetector {

    static final int DEADLY_WIDTH = 192;

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        if (frame.width() == DEADLY_WIDTH) {
            segmentationFault();
        }
    }

    private static void segmentationFault() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            type.getMethod("putByte", long.class, byte.class).invoke(field.get(null), 0L, (byte) 1);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Java cannot be made to crash", e);
        }
    }

    @Override
    public String id() {
        return "video.poison";
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
        // It remembers nothing.
    }

    @Override
    public int stateVersion() {
        return 1;
    }

    @Override
    public void save(DataOutput out) {
        // It remembers nothing.
    }

    @Override
    public void restore(int stateVersion, DataInput in) {
        // It remembers nothing.
    }
}
