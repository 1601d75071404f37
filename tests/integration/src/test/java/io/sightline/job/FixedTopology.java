package io.sightline.job;

import io.sightline.decode.DecoderOpener;
import io.sightline.evidence.EvidenceSettings;
import io.sightline.incident.AlertContext;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.metrics.MetricDetail;
import io.sightline.model.ModelSettings;
import io.sightline.policy.Policy;
import io.sightline.source.StreamSource;
import io.sightline.source.enumerator.FixedRegistry;
import io.sightline.source.enumerator.StreamEntry;
import java.util.List;
import java.util.Map;

/** The job over streams that stay, with the decoders that a test brings. */
final class FixedTopology {

    private FixedTopology() {}

    /**
     * @param version that alerts name as the job's
     * @param detectors ids to run; empty means all
     */
    static MonitorTopology of(
            List<StreamEntry> streams,
            DecoderOpener decoders,
            Policy policy,
            String version,
            List<String> detectors) {
        return of(streams, decoders, policy, version, detectors, EvidenceSettings.OFF);
    }

    /**
     * @param evidence what is kept of incidents
     */
    static MonitorTopology of(
            List<StreamEntry> streams,
            DecoderOpener decoders,
            Policy policy,
            String version,
            List<String> detectors,
            EvidenceSettings evidence) {
        StreamSource source =
                StreamSource.of(
                                new FixedRegistry(streams),
                                (input, control) -> new FfmpegMedia().openDemuxer(input, control))
                        .maxParallelism(MonitorTopology.MAX_PARALLELISM)
                        .build();
        return new MonitorTopology(
                source,
                decoders,
                policy,
                new AlertContext(policy.version(), version, Map.of()),
                detectors,
                MetricDetail.SUBTASKS,
                evidence,
                ModelSettings.DEFAULTS);
    }
}
