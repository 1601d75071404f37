package io.sightline.metrics;

/** How finely the job's metrics are told apart. See {@code docs/reference/metrics.md}. */
public enum MetricDetail {
    /** Sums of each subtask: their number does not depend on that of the streams. */
    SUBTASKS,
    /** Those of each rendition as well, with its stream and name as labels. */
    RENDITIONS
}
