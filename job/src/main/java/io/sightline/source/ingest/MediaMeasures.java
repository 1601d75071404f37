package io.sightline.source.ingest;

import io.sightline.detect.SourceMetrics;
import io.sightline.detector.api.Metric;
import io.sightline.source.ingest.transport.TransportItem;
import io.sightline.source.ingest.transport.TransportSecond;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells, among the media, what is measured of its transport and timestamps while it is read. Each
 * value is told at the end of the second that it is about, and stands at its begin. Reading thread;
 * borrows all it is given.
 */
final class MediaMeasures {

    private static final long SECOND_MICROS = 1_000_000;

    private static final Map<TransportItem, Metric> COLUMNS =
            Map.ofEntries(
                    Map.entry(TransportItem.SYNC_LOSS, SourceMetrics.TS_SYNC_LOSSES),
                    Map.entry(TransportItem.SYNC_BYTE, SourceMetrics.TS_SYNC_ERRORS),
                    Map.entry(TransportItem.PAT, SourceMetrics.TS_PAT_ERRORS),
                    Map.entry(TransportItem.CONTINUITY, SourceMetrics.TS_CONTINUITY_ERRORS),
                    Map.entry(TransportItem.PMT, SourceMetrics.TS_PMT_ERRORS),
                    Map.entry(TransportItem.PID_MISSING, SourceMetrics.TS_PID_MISSING),
                    Map.entry(TransportItem.TRANSPORT_ERROR, SourceMetrics.TS_TRANSPORT_ERRORS),
                    Map.entry(TransportItem.CRC, SourceMetrics.TS_CRC_ERRORS),
                    Map.entry(TransportItem.PCR_REPETITION, SourceMetrics.TS_PCR_REPETITION_ERRORS),
                    Map.entry(
                            TransportItem.PCR_DISCONTINUITY,
                            SourceMetrics.TS_PCR_DISCONTINUITY_ERRORS),
                    Map.entry(TransportItem.PTS, SourceMetrics.TS_PTS_REPETITION_ERRORS),
                    Map.entry(TransportItem.CAPTION, SourceMetrics.TS_CAPTION_PACKETS),
                    Map.entry(TransportItem.CAT, SourceMetrics.TS_CAT_ERRORS),
                    Map.entry(TransportItem.RTP_LOSS, SourceMetrics.RTP_LOST_PACKETS));

    private static final List<TransportItem> TABLES =
            List.of(TransportItem.PAT, TransportItem.PMT, TransportItem.CAT, TransportItem.CRC);

    private final Emitter emitter;
    private final Timeline timeline;
    private final @Nullable TransportFeed transport;
    private long transportToldMicros;
    private long timestampsToldMicros;

    MediaMeasures(Emitter emitter, Timeline timeline, @Nullable TransportFeed transport) {
        this.emitter = emitter;
        this.timeline = timeline;
        this.transport = transport;
        this.transportToldMicros = timeline.endMicros();
        this.timestampsToldMicros = timeline.endMicros();
    }

    /** A packet went to the timeline. */
    void packet(long byteOffset) throws CancelledException {
        if (transport != null) {
            transport.reach(byteOffset);
            tellTransport();
        }
        if (timeline.endMicros() - timestampsToldMicros >= SECOND_MICROS) {
            tellTimestamps();
        }
    }

    /** All packets went through the timeline. */
    void end() throws CancelledException {
        if (transport != null) {
            transport.reachEnd();
            tellTransport();
        }
        tellTimestamps();
    }

    private void tellTimestamps() throws CancelledException {
        if (!timeline.isStarted()) {
            return;
        }
        TimestampWatch watch = timeline.timestamps();
        tell(SourceMetrics.TIMESTAMP_ERRORS, watch.takeErrors(), timestampsToldMicros);
        tell(SourceMetrics.TIMESTAMP_JUMP_MS, watch.takeLargestJumpMillis(), timestampsToldMicros);
        timestampsToldMicros = timeline.endMicros();
    }

    private void tellTransport() throws CancelledException {
        while (timeline.isStarted()) { // else it has no time yet
            TransportSecond second = transport == null ? null : transport.next();
            if (second == null) {
                return;
            }
            long endMicros = timeline.endMicros();
            long at = Math.max(endMicros - SECOND_MICROS, transportToldMicros);
            transportToldMicros = endMicros;
            for (TransportItem item : TransportItem.values()) {
                if (item != TransportItem.RTP_LOSS || transport.isInRtp()) {
                    tell(COLUMNS.get(item), second.count(item), at);
                }
            }
            int losses =
                    second.count(TransportItem.CONTINUITY) + second.count(TransportItem.RTP_LOSS);
            tell(SourceMetrics.TRANSPORT_LOSSES, losses, at);
            tell(SourceMetrics.TS_PSI_ERRORS, TABLES.stream().mapToInt(second::count).sum(), at);
            for (long fromNow : second.spliceMicros()) {
                tell(SourceMetrics.SCTE35_SPLICES, 1, endMicros + fromNow);
            }
            if (!Double.isNaN(second.pcrJitterMillis())) {
                tell(SourceMetrics.TS_PCR_JITTER_MS, second.pcrJitterMillis(), at);
            }
        }
    }

    private void tell(Metric metric, double value, long atMicros) throws CancelledException {
        emitter.measured(metric, value, atMicros);
    }
}
