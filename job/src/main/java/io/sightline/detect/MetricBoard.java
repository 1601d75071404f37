package io.sightline.detect;

import io.sightline.detector.api.Detector;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the detectors of one rendition write: hands each value to the row of its second and to the
 * judges of its metric. Thread: the task's.
 */
final class MetricBoard implements MeasurementSink {

    private final MediaClock clock;
    private final SecondRows rows;
    private final IdentityHashMap<Metric, Slot> slots =
            new IdentityHashMap<>(); // metrics are constants
    private long presentationTimeMicros;

    MetricBoard(MediaClock clock, SecondRows rows, List<Metric> metrics, List<Judge> judges) {
        this.clock = clock;
        this.rows = rows;
        for (int index = 0; index < metrics.size(); index++) {
            Metric metric = metrics.get(index);
            List<Judge> watching = new ArrayList<>();
            for (Judge judge : judges) {
                if (judge.rule().metric().equals(metric.name())) {
                    watching.add(judge);
                }
            }
            slots.put(metric, new Slot(index, watching));
        }
    }

    /** The metrics of the source and of these detectors, each once, in a fixed order. */
    static List<Metric> metricsOf(List<Detector> detectors) {
        return Stream.concat(
                        SourceMetrics.IN_MEDIA.stream(),
                        detectors.stream().flatMap(d -> d.metrics().stream()))
                .distinct()
                .toList();
    }

    /** Says what picture or block is measured from here on. */
    void at(long presentationTimeMicros) {
        this.presentationTimeMicros = presentationTimeMicros;
    }

    @Override
    public void measure(Metric metric, double value) {
        measure(metric, value, presentationTimeMicros);
    }

    @Override
    public void measure(Metric metric, double value, long atMicros) {
        Slot slot = slots.get(metric);
        if (slot == null) {
            throw new IllegalArgumentException(
                    "Metric '" + metric.name() + "' is not among those its detector declares");
        }
        long eventMicros = clock.eventMicros(atMicros);
        rows.fold(slot.index, value, eventMicros, atMicros);
        List<Judge> judges = slot.judges;
        for (int i = 0; i < judges.size(); i++) {
            judges.get(i).sample(value, eventMicros, atMicros);
        }
    }

    private record Slot(int index, List<Judge> judges) {}
}
