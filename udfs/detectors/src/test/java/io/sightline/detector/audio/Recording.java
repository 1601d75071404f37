package io.sightline.detector.audio;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import java.util.ArrayList;
import java.util.List;

/** Keeps every measurement, and refuses those that go back in time. */
final class Recording implements MeasurementSink {

    record Entry(Metric metric, double value, long atMicros) {}

    private final List<Entry> entries = new ArrayList<>();

    @Override
    public void measure(Metric metric, double value) {
        throw new AssertionError("Audio detectors give the instant: " + metric);
    }

    @Override
    public void measure(Metric metric, double value, long atMicros) {
        List<Entry> earlier = of(metric);
        if (!earlier.isEmpty() && earlier.get(earlier.size() - 1).atMicros() > atMicros) {
            throw new AssertionError(metric.name() + " goes back to " + atMicros);
        }
        entries.add(new Entry(metric, value, atMicros));
    }

    List<Entry> entries() {
        return entries;
    }

    List<Entry> of(Metric metric) {
        return entries.stream().filter(entry -> entry.metric().equals(metric)).toList();
    }

    double last(Metric metric) {
        List<Entry> all = of(metric);
        return all.get(all.size() - 1).value();
    }

    double max(Metric metric) {
        return of(metric).stream().mapToDouble(Entry::value).max().orElseThrow();
    }

    /** The last value at or before an instant. */
    double at(Metric metric, long atMicros) {
        double value = Double.NaN;
        for (Entry entry : of(metric)) {
            if (entry.atMicros() <= atMicros) {
                value = entry.value();
            }
        }
        return value;
    }
}
