package io.sightline.detector.api;

/** How the values of a metric within one second become the one value of that second. */
public enum Fold {
    MEAN,
    MIN,
    MAX,
    SUM,
    LAST
}
