package io.sightline.detector.video;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What cannot be measured of a picture, and those after it, until a later one tells what it was.
 * Then its value is given with the picture's own instant.
 */
final class HeldValue {

    private final Metric metric;
    private long sinceMicros = TimeBase.NO_TIME;
    private int pictures; // that passed since
    private double valueIfMoved;

    HeldValue(Metric metric) {
        this.metric = metric;
    }

    boolean isHeld() {
        return sinceMicros != TimeBase.NO_TIME;
    }

    long sinceMicros() {
        return sinceMicros;
    }

    void hold(long micros, double valueIfMoved) {
        sinceMicros = micros;
        pictures = 0;
        this.valueIfMoved = valueIfMoved;
    }

    /** Whether it is still open: asked with every picture, the held one first. */
    boolean isOpenFor(int laterPictures) {
        return isHeld() && pictures++ <= laterPictures;
    }

    void release(double value, MeasurementSink out) {
        if (isHeld()) {
            out.measure(metric, value, sinceMicros);
            sinceMicros = TimeBase.NO_TIME;
        }
    }

    void releaseAsMovement(MeasurementSink out) {
        release(valueIfMoved, out);
    }

    /** It was nothing: the value before it goes on. */
    void forget() {
        sinceMicros = TimeBase.NO_TIME;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(sinceMicros);
        out.writeInt(pictures);
        out.writeDouble(valueIfMoved);
    }

    void restore(DataInput in) throws IOException {
        sinceMicros = in.readLong();
        pictures = in.readInt();
        valueIfMoved = in.readDouble();
    }
}
