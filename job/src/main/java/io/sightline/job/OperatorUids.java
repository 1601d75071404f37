package io.sightline.job;

/**
 * Names under which savepoints keep each operator's state. A changed name loses that state at the
 * next upgrade: a test pins them.
 */
final class OperatorUids {

    static final String STREAMS = "streams";
    static final String DECODE = "decode";
    static final String DETECT = "detect";
    static final String DEBOUNCE = "debounce";
    static final String ALERT_SINK = "alert-sink";
    static final String MEASUREMENT_SINK = "measurement-sink";
    static final String STREAM_STATE_SINK = "stream-state-sink";
    static final String LOCAL_ALERT_SINK = "local-alert-sink";
    static final String LOCAL_MEASUREMENT_SINK = "local-measurement-sink";
    static final String LOCAL_STREAM_STATE_SINK = "local-stream-state-sink";

    private OperatorUids() {}
}
