package io.sightline.detector.video;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import java.util.HashMap;
import java.util.Map;

/** Keeps the last value of each metric and when it was measured. */
final class RecordingSink implements MeasurementSink {

    private final Map<Metric, Double> lastValues = new HashMap<>();
    private final Map<Metric, Long> lastInstants = new HashMap<>();

    @Override
    public void measure(Metric metric, double value) {
        lastValues.put(metric, value);
        lastInstants.remove(metric);
    }

    @Override
    public void measure(Metric metric, double value, long atMicros) {
        lastValues.put(metric, value);
        lastInstants.put(metric, atMicros);
    }

    double last(Metric metric) {
        return lastValues.get(metric);
    }

    long lastInstantMicros(Metric metric) {
        return lastInstants.get(metric);
    }
}
