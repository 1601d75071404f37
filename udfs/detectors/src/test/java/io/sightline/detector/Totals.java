package io.sightline.detector;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;

/** Keeps nothing of what is measured but how much it is; allocates nothing. */
public final class Totals implements MeasurementSink {

    private long count;
    private double sum;

    @Override
    public void measure(Metric metric, double value) {
        count++;
        sum += value;
    }

    @Override
    public void measure(Metric metric, double value, long atMicros) {
        measure(metric, value);
    }

    /** How many values were measured. */
    public long count() {
        return count;
    }

    /** Of all values, so that no compiler finds that they are not used. */
    public double sum() {
        return sum;
    }
}
