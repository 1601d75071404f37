package io.sightline.table;

import static io.sightline.table.ColumnType.BIGINT;
import static io.sightline.table.ColumnType.DOUBLE;
import static io.sightline.table.ColumnType.DOUBLE_MAP;
import static io.sightline.table.ColumnType.INT;
import static io.sightline.table.ColumnType.INT_MAP;
import static io.sightline.table.ColumnType.TEXT;
import static io.sightline.table.ColumnType.TEXT_MAP;
import static io.sightline.table.ColumnType.TIME;

import io.sightline.detector.api.Metric;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The tables that Sightline publishes, each defined once. What is here is a contract with readers:
 * columns are added at the end, never renamed, removed or given another type within one {@link
 * #SCHEMA_VERSION}.
 */
public final class TableSchemas {

    /** Written into every row; changes only when a reader of the old columns would be wrong. */
    public static final int SCHEMA_VERSION = 1;

    public static final TableSchema<Alert> ALERTS = alerts();
    public static final TableSchema<StreamStateRow> STREAM_STATES = streamStates();
    public static final TableSchema<Notification> NOTIFICATIONS = notifications();

    private TableSchemas() {}

    /**
     * The table of measurements.
     *
     * @param metrics those that have a column of their own: the built-in detectors'; the values of
     *     any other go to {@code extra}
     */
    public static TableSchema<Measurement> measurements(List<Metric> metrics) {
        var table =
                new TableSchema.Builder<Measurement>(
                        "measurements", "rendition and second in which something was measured");
        table.column("schema_version", INT, VERSION_MEANS, row -> SCHEMA_VERSION)
                .column("stream_id", TEXT, STREAM_MEANS, Measurement::streamId)
                .column("rendition", TEXT, RENDITION_MEANS, Measurement::rendition)
                .column(
                        "second_at",
                        TIME,
                        "begin of the second, event time",
                        Measurement::secondAtMillis)
                .column(
                        "media_start_us",
                        BIGINT,
                        "presentation time of the first picture or block in it, microseconds on the"
                                + " rendition's own timeline",
                        Measurement::mediaStartMicros)
                .column(
                        "decode_tier",
                        TEXT,
                        "how it was decoded: `full`, `reference`, `keyframes` or `none`",
                        Measurement::decodeTier)
                .column(
                        "coverage",
                        DOUBLE,
                        "share of the presented pictures (of the sound, where there are no"
                                + " pictures) that was examined, 0 to 1",
                        Measurement::coverage)
                .column("frames", INT, "pictures examined", Measurement::frames);
        for (Metric metric : metrics) {
            String name = metric.name();
            table.column(
                    name,
                    DOUBLE,
                    metric.meaning() + " (" + metric.unit().symbol() + ")",
                    row -> row.values().get(name));
        }
        Set<String> known =
                metrics.stream().map(Metric::name).collect(Collectors.toUnmodifiableSet());
        return table.column(
                        "extra",
                        DOUBLE_MAP,
                        "by metric name, what plug-in detectors measured; a metric that was not"
                                + " measured is absent",
                        row -> without(known, row.values()))
                .column("job_version", TEXT, JOB_MEANS, row -> row.provenance().jobVersion())
                .column(
                        "policy_version",
                        TEXT,
                        "of the policy that judged at the time",
                        row -> row.provenance().policyVersion())
                .column(
                        "detector_versions",
                        INT_MAP,
                        "by id, of the detectors that ran",
                        row -> row.provenance().detectorVersions())
                .column(
                        "model_sha256",
                        TEXT_MAP,
                        "by detector id, of the models that they ran",
                        row -> row.provenance().modelSha256())
                .build();
    }

    private static Map<String, Double> without(Set<String> known, Map<String, Double> values) {
        Map<String, Double> extra = new TreeMap<>(values);
        extra.keySet().removeAll(known);
        return extra;
    }

    private static final String VERSION_MEANS =
            "version of this table's contract, now " + SCHEMA_VERSION;
    private static final String STREAM_MEANS = "the stream, as named in the registry";
    private static final String RENDITION_MEANS = "the encoded variant of it";
    private static final String JOB_MEANS = "of the job that wrote the row";

    private static TableSchema<Alert> alerts() {
        return new TableSchema.Builder<Alert>("alerts", "event of an incident")
                .column("schema_version", INT, VERSION_MEANS, row -> SCHEMA_VERSION)
                .column("alert_id", TEXT, "unique, and the same after any replay", Alert::alertId)
                .column(
                        "incident_id",
                        TEXT,
                        "the same for all events of one incident",
                        Alert::incidentId)
                .column(
                        "event",
                        TEXT,
                        "`OPENED`, `ESCALATED` or `CLEARED`",
                        row -> row.event().name())
                .column("stream_id", TEXT, STREAM_MEANS, Alert::streamId)
                .column("rendition", TEXT, RENDITION_MEANS, Alert::rendition)
                .column("defect", TEXT, "the defect's id, such as `video.black`", Alert::defect)
                .column(
                        "severity",
                        TEXT,
                        "`info`, `warning`, `major` or `critical`",
                        row -> row.severity().id())
                .column(
                        "started_at",
                        TIME,
                        "when the defect began, event time",
                        Alert::startedAtMillis)
                .column("event_at", TIME, "when this happened, event time", Alert::eventAtMillis)
                .column(
                        "ended_at",
                        TIME,
                        "when the defect ended, event time; null until it cleared",
                        Alert::endedAtMillis)
                .column(
                        "duration_ms",
                        BIGINT,
                        "how long the defect has lasted by now, milliseconds",
                        Alert::durationMillis)
                .column(
                        "media_start_us",
                        BIGINT,
                        "its begin, microseconds on the rendition's own timeline",
                        Alert::mediaStartMicros)
                .column(
                        "media_end_us",
                        BIGINT,
                        "its end on that timeline; null until it cleared",
                        Alert::mediaEndMicros)
                .column("peak", DOUBLE, "the worst value so far, in `unit`", Alert::peak)
                .column("level", DOUBLE, "the limit that was crossed, in `unit`", Alert::level)
                .column("unit", TEXT, "of `peak` and `level`", Alert::unit)
                .column(
                        "occurrences",
                        INT,
                        "how many times the defect came back before it cleared, the first included",
                        Alert::occurrences)
                .column(
                        "evidence",
                        TEXT,
                        "URI of the folder that holds a clip and pictures of its start, some"
                                + " seconds after the alert; null where none are kept",
                        Alert::evidence)
                .column("message", TEXT, "one sentence for people", Alert::message)
                .column(
                        "detector_version",
                        INT,
                        "of the detector that measured it, 0 when the source did",
                        Alert::detectorVersion)
                .column("policy_version", TEXT, "of the policy that judged", Alert::policyVersion)
                .column(
                        "model_sha256",
                        TEXT,
                        "of the model that measured it; null where none did",
                        Alert::modelSha256)
                .column("job_version", TEXT, JOB_MEANS, Alert::jobVersion)
                .column("labels", TEXT_MAP, "the stream's, from the registry", Alert::labels)
                .build();
    }

    private static TableSchema<StreamStateRow> streamStates() {
        return new TableSchema.Builder<StreamStateRow>(
                        "stream_states", "change of the state of a stream's rendition")
                .column("schema_version", INT, VERSION_MEANS, row -> SCHEMA_VERSION)
                .column("stream_id", TEXT, STREAM_MEANS, StreamStateRow::streamId)
                .column("rendition", TEXT, RENDITION_MEANS, StreamStateRow::rendition)
                .column(
                        "state",
                        TEXT,
                        "`CONNECTING`, `LIVE`, `STALLED`, `NO_SIGNAL`, `BROKEN` or `NOT_WATCHED`",
                        row -> row.state().name())
                .column("reason", TEXT, "one sentence for people", StreamStateRow::reason)
                .column("since", TIME, "when it changed, wall time", StreamStateRow::sinceMillis)
                .column("job_version", TEXT, JOB_MEANS, StreamStateRow::jobVersion)
                .build();
    }

    private static TableSchema<Notification> notifications() {
        return new TableSchema.Builder<Notification>("notifications", "end of a notification")
                .column("schema_version", INT, VERSION_MEANS, row -> SCHEMA_VERSION)
                .column(
                        "notification_id",
                        TEXT,
                        "the same for a row that is written again: drop repeats by it. What is"
                                + " suppressed has a row for each reason and group",
                        Notification::notificationId)
                .column(
                        "target",
                        TEXT,
                        "who was to be told, as in notify.yaml",
                        Notification::target)
                .column("alert_id", TEXT, "of the alert", Notification::alertId)
                .column("incident_id", TEXT, "of its incident", Notification::incidentId)
                .column(
                        "group_id",
                        TEXT,
                        "incident id of the group it was told with, or is; null otherwise",
                        Notification::groupId)
                .column(
                        "event",
                        TEXT,
                        "`OPENED`, `ESCALATED` or `CLEARED`",
                        row -> row.event().name())
                .column("stream_id", TEXT, STREAM_MEANS, Notification::streamId)
                .column(
                        "defect",
                        TEXT,
                        "the defect's id, such as `video.black`",
                        Notification::defect)
                .column(
                        "severity",
                        TEXT,
                        "`info`, `warning`, `major` or `critical`",
                        row -> row.severity().id())
                .column(
                        "status",
                        TEXT,
                        "`DELIVERED`, `SUPPRESSED` (by an operator's control or a group) or `DEAD`",
                        row -> row.status().name())
                .column(
                        "reason",
                        TEXT,
                        "what the receiver answered, or what suppressed it",
                        Notification::reason)
                .column("attempts", INT, "how often it was sent", Notification::attempts)
                .column(
                        "decided_at",
                        TIME,
                        "when it was routed to the target, wall time",
                        Notification::decidedAtMillis)
                .column(
                        "finished_at",
                        TIME,
                        "when this became of it, wall time",
                        Notification::finishedAtMillis)
                .column(
                        "alert",
                        TEXT,
                        "the row of `alerts` that was not told, as JSON, when dead; otherwise null",
                        Notification::alertJson)
                .build();
    }
}
