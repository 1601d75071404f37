package io.sightline.detect;

import io.sightline.metrics.SightlineMetrics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/**
 * The metrics of detect; {@code docs/reference/metrics.md} has their meaning.
 *
 * <p>Threads: all calls are the task's. Reporters read counters, which are plain numbers as all of
 * Flink's are, and a volatile one.
 */
final class DetectMetrics {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Counter rows;
    private final Counter nanos = new SimpleCounter();
    private volatile int switchedOff;
    private long sinceNanos; // begun or come back then
    private boolean isMeasuring;

    DetectMetrics(MetricGroup operator) {
        MetricGroup group = SightlineMetrics.of(operator);
        rows = group.counter("measurement_rows");
        Gauge<Integer> off = () -> switchedOff;
        group.gauge("detectors_switched_off", off);
        Gauge<Double> spent = () -> nanos.getCount() / NANOS_PER_SECOND;
        group.gauge("detector_seconds", spent);
    }

    /** Detectors look at a picture or a block from here on. */
    void begin() {
        isMeasuring = true;
        sinceNanos = System.nanoTime();
    }

    /** They are done. */
    void end() {
        leave();
        isMeasuring = false;
    }

    /** What they found goes down the chain: that is not their time. */
    void leave() {
        if (isMeasuring) {
            nanos.inc(System.nanoTime() - sinceNanos);
        }
    }

    void comeBack() {
        if (isMeasuring) {
            sinceNanos = System.nanoTime();
        }
    }

    void row() {
        rows.inc();
    }

    /** So many are off now, over all renditions. */
    void switchedOff(int detectors) {
        switchedOff = detectors;
    }
}
