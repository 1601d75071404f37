package io.sightline.benchmark;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;

/** Takes values so that none is optimised away. */
class TakenValues implements MeasurementSink {

    private double sum;

    @Override
    public void measure(Metric metric, double value) {
        sum += value;
    }

    @Override
    public void measure(Metric metric, double value, long atMicros) {
        sum += value + atMicros;
    }

    @Override
    public String toString() {
        return Double.toString(sum);
    }
}
