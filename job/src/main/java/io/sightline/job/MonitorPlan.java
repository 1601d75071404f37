package io.sightline.job;

import io.sightline.evidence.EvidenceSettings;
import io.sightline.isolation.IsolationSettings;
import io.sightline.metrics.MetricDetail;
import io.sightline.model.ModelSettings;
import io.sightline.policy.Policy;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.Destination;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the job watches and where its results go; checked, complete, immutable.
 *
 * @param streams named on the command line
 * @param registry where more streams are listed, watched for changes
 * @param select only registry entries with these labels; empty means all
 * @param detectors ids to run; empty means all
 * @param parallelism number of slots
 * @param reading how inputs are read, and what they may reach
 * @param stateDirectory where checkpoints of an embedded run go; null for the cluster's setting
 * @param checkpointInterval how often results become part of the record
 * @param restoreFrom a savepoint or checkpoint to go on from
 * @param unclaimed what becomes of state in it that has no place in this job
 * @param isolation how streams that kill the process are recognised
 * @param metrics how detailed they are
 * @param evidence where pictures and clips of incidents are kept
 * @param models beside those on the class path, and what runs them
 */
public record MonitorPlan(
        List<StreamEntry> streams,
        @Nullable RegistryAddress registry,
        Map<String, String> select,
        Policy policy,
        List<String> detectors,
        SourceSettings reading,
        Destination destination,
        int parallelism,
        @Nullable Path stateDirectory,
        Duration checkpointInterval,
        @Nullable String restoreFrom,
        RestorePoint.Unclaimed unclaimed,
        IsolationSettings isolation,
        MetricDetail metrics,
        EvidenceSettings evidence,
        ModelSettings models) {

    /** The folder of crash marks within that of an embedded run's state. */
    public static final String CRASH_MARKS = "crashes";

    public MonitorPlan {
        streams = List.copyOf(streams);
        select = Map.copyOf(select);
        detectors = List.copyOf(detectors);
    }

    /**
     * Crash marks are kept where checkpoints are, if that is known; metrics are those of subtasks;
     * no evidence is kept; there are no models but those on the class path.
     */
    public MonitorPlan(
            List<StreamEntry> streams,
            @Nullable RegistryAddress registry,
            Map<String, String> select,
            Policy policy,
            List<String> detectors,
            SourceSettings reading,
            Destination destination,
            int parallelism,
            @Nullable Path stateDirectory,
            Duration checkpointInterval,
            @Nullable String restoreFrom) {
        this(
                streams,
                registry,
                select,
                policy,
                detectors,
                reading,
                destination,
                parallelism,
                stateDirectory,
                checkpointInterval,
                restoreFrom,
                RestorePoint.Unclaimed.REFUSED,
                stateDirectory == null
                        ? IsolationSettings.OFF
                        : IsolationSettings.in(stateDirectory.resolve(CRASH_MARKS)),
                MetricDetail.SUBTASKS,
                EvidenceSettings.OFF,
                ModelSettings.DEFAULTS);
    }

    /** The same, going on from a savepoint or checkpoint. */
    public MonitorPlan withRestoreFrom(String savepoint) {
        return new MonitorPlan(
                streams,
                registry,
                select,
                policy,
                detectors,
                reading,
                destination,
                parallelism,
                stateDirectory,
                checkpointInterval,
                savepoint,
                unclaimed,
                isolation,
                metrics,
                evidence,
                models);
    }

    /** The same with metrics so detailed. */
    public MonitorPlan withMetrics(MetricDetail detail) {
        return new MonitorPlan(
                streams,
                registry,
                select,
                policy,
                detectors,
                reading,
                destination,
                parallelism,
                stateDirectory,
                checkpointInterval,
                restoreFrom,
                unclaimed,
                isolation,
                detail,
                evidence,
                models);
    }

    /** The same, keeping evidence so. */
    public MonitorPlan withEvidence(EvidenceSettings kept) {
        return new MonitorPlan(
                streams,
                registry,
                select,
                policy,
                detectors,
                reading,
                destination,
                parallelism,
                stateDirectory,
                checkpointInterval,
                restoreFrom,
                unclaimed,
                isolation,
                metrics,
                kept,
                models);
    }
}
