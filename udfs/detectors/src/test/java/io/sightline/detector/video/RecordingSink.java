package io.sightline.detector.video;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was measured, and the instant where the detector gave one. */
final class RecordingSink implements MeasurementSink {

    private static final long AT_THE_FRAME = Long.MIN_VALUE;

    private record Entry(Metric metric, double value, long atMicros) {}

    private final List<Entry> entries = new ArrayList<>();

    @Override
    public void measure(Metric metric, double value) {
        entries.add(new Entry(metric, value, AT_THE_FRAME));
    }

    @Override
    public void measure(Metric metric, double value, long atMicros) {
        entries.add(new Entry(metric, value, atMicros));
    }

    /** All that was measured, in order, for comparison with that of another sink. */
    List<?> all() {
        return List.copyOf(entries);
    }

    private List<Entry> of(Metric metric) {
        return entries.stream().filter(entry -> entry.metric().equals(metric)).toList();
    }

    double last(Metric metric) {
        List<Entry> all = of(metric);
        return all.get(all.size() - 1).value();
    }

    long lastInstantMicros(Metric metric) {
        List<Entry> all = of(metric);
        return all.get(all.size() - 1).atMicros();
    }

    List<Double> values(Metric metric) {
        return of(metric).stream().map(Entry::value).toList();
    }

    /** The value that was given for an instant of its own. */
    double at(Metric metric, long atMicros) {
        return of(metric).stream()
                .filter(entry -> entry.atMicros() == atMicros)
                .mapToDouble(Entry::value)
                .findFirst()
                .orElseThrow();
    }
}
