package io.sightline.job;

import io.sightline.sink.Destination;
import io.sightline.sink.KafkaDestination;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names under which savepoints keep each operator's state. A changed name loses that state at the
 * next upgrade: a test pins them. Sinks to files and to Kafka keep different things, and so have
 * different names.
 */
final class OperatorUids {

    static final String STREAMS = "streams";
    static final String DECODE = "decode";
    static final String DETECT = "detect";
    static final String DEBOUNCE = "debounce";
    static final String ALERT_SINK = "alert-sink";
    static final String MEASUREMENT_SINK = "measurement-sink";
    static final String STREAM_STATE_SINK = "stream-state-sink";
    static final String ALERT_FILES = "alert-files";
    static final String MEASUREMENT_FILES = "measurement-files";
    static final String STREAM_STATE_FILES = "stream-state-files";
    static final String PAGER_SINK = "pager-sink";
    static final String PAGER_FILES = "pager-files";
    static final String LOCAL_ALERT_SINK = "local-alert-sink";
    static final String LOCAL_MEASUREMENT_SINK = "local-measurement-sink";
    static final String LOCAL_STREAM_STATE_SINK = "local-stream-state-sink";

    /** What Flink calls the second half of a sink, which has state of its own. */
    private static final String COMMITTER = "Sink Committer: ";

    private static final Set<String> STEPS = Set.of(STREAMS, DECODE, DETECT, DEBOUNCE);
    private static final List<String> KAFKA_SINKS =
            List.of(ALERT_SINK, MEASUREMENT_SINK, STREAM_STATE_SINK);
    private static final List<String> FILE_SINKS =
            List.of(ALERT_FILES, MEASUREMENT_FILES, STREAM_STATE_FILES);

    private OperatorUids() {}

    /** Of the sinks of the record: alerts, measurements, stream states. */
    static List<String> sinksTo(Destination destination) {
        return destination instanceof KafkaDestination ? KAFKA_SINKS : FILE_SINKS;
    }

    /** Of the pager lane, which keeps what is not written yet. */
    static String pagerTo(Destination destination) {
        return destination instanceof KafkaDestination ? PAGER_SINK : PAGER_FILES;
    }

    /** Every name under which a job with this destination finds state. */
    static Set<String> of(Destination destination) {
        Set<String> uids = new TreeSet<>(STEPS);
        uids.addAll(withCommitters(sinksTo(destination)));
        uids.add(pagerTo(destination));
        return uids;
    }

    /** Every name of sinks that a job with this destination does not have. */
    static Set<String> otherSinks(Destination destination) {
        boolean isKafka = destination instanceof KafkaDestination;
        Set<String> uids = withCommitters(isKafka ? FILE_SINKS : KAFKA_SINKS);
        uids.add(isKafka ? PAGER_FILES : PAGER_SINK);
        return uids;
    }

    /** Whether a job has this, whatever its destination. */
    static boolean isOurs(String uid) {
        return STEPS.contains(uid)
                || uid.equals(PAGER_SINK)
                || uid.equals(PAGER_FILES)
                || withCommitters(KAFKA_SINKS).contains(uid)
                || withCommitters(FILE_SINKS).contains(uid);
    }

    private static Set<String> withCommitters(List<String> sinks) {
        Set<String> uids = new TreeSet<>(sinks);
        sinks.forEach(sink -> uids.add(COMMITTER + sink));
        return uids;
    }
}
