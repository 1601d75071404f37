package io.sightline.detector.api;

/**
 * Takes what a detector measured. A value holds from its instant until the next value of the same
 * metric, so a span's edges are as exact as the instants given here.
 */
public interface MeasurementSink {

    /** Measures {@code metric} at the presentation time of the frame or block being shown. */
    void measure(Metric metric, double value);

    /**
     * Measures {@code metric} at an instant of its own: for parts of a block, or for what shows
     * only after a while at the instant where it began.
     *
     * @param atMicros presentation time in microseconds. Before the last value of this metric only
     *     where that value took the better for granted
     */
    void measure(Metric metric, double value, long atMicros);
}
