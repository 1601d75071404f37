package io.sightline.manifests;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The metrics that rules and dashboards may use, as Flink's Prometheus reporter shows them. */
final class MetricNames {

    private static final String OPERATOR = "flink_taskmanager_job_task_operator_sightline_";

    /** The job's own, under the group {@code sightline} of its operators. */
    static final List<String> OF_THE_JOB =
            List.of(
                    "streams",
                    "streams_live",
                    "streams_connecting",
                    "streams_stalled",
                    "streams_no_signal",
                    "streams_broken",
                    "streams_not_watched",
                    "queued_packet_bytes",
                    "reconnects",
                    "received_bytes",
                    "presented_frames",
                    "decoded_frames",
                    "coverage_ratio",
                    "decode_errors",
                    "lag_seconds",
                    "native_memory_bytes",
                    "decode_seconds",
                    "detector_seconds",
                    "detectors_switched_off",
                    "measurement_rows",
                    "open_incidents",
                    "alerts_opened",
                    "alerts_escalated",
                    "alerts_cleared",
                    "late_verdicts");

    /** Flink's, by the group it registers them in. */
    static final List<String> OF_FLINK =
            List.of(
                    "jobmanager_numRegisteredTaskManagers",
                    "jobmanager_job_numRestarts",
                    "jobmanager_job_lastCompletedCheckpointId",
                    "jobmanager_job_lastCheckpointDuration",
                    "jobmanager_job_numberOfFailedCheckpoints",
                    "taskmanager_Status_JVM_Memory_Heap_Used",
                    "taskmanager_Status_JVM_Memory_Heap_Max");

    private MetricNames() {}

    static Set<String> all() {
        Set<String> names = new TreeSet<>();
        OF_THE_JOB.forEach(name -> names.add(OPERATOR + name));
        OF_FLINK.forEach(name -> names.add("flink_" + name));
        return names;
    }
}
