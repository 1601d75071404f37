package io.sightline.metrics;

import org.apache.flink.metrics.MetricGroup;

/** The group of an operator in which the job's own metrics are, apart from Flink's. */
public final class SightlineMetrics {

    private static final String GROUP = "sightline";

    private SightlineMetrics() {}

    /** The group; the same one for each call. */
    public static MetricGroup of(MetricGroup operator) {
        return operator.addGroup(GROUP);
    }
}
