package io.sightline.evidence;

import io.sightline.flow.EvidenceRequest;
import io.sightline.metrics.SightlineMetrics;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of evidence, as metrics ({@code docs/reference/metrics.md}) and, at most once a
 * minute for each kind of trouble, in the log. Thread-safe.
 */
final class EvidenceMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceMetrics.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** One kind of trouble. */
    private static final class Trouble {
        private final AtomicLong count = new AtomicLong();
        private long toldNanos;
        private long told;

        /** How often since it was told last, or 0 if it is not to be told now. */
        private synchronized long next() {
            long now = count.incrementAndGet();
            if (told > 0 && System.nanoTime() - toldNanos < QUIET_NANOS) {
                return 0;
            }
            long since = now - told;
            told = now;
            toldNanos = System.nanoTime();
            return since;
        }
    }

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong ringBytes = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final Trouble incomplete = new Trouble();
    private final Trouble dropped = new Trouble();
    private final Trouble failed = new Trouble();

    /**
     * @param waiting what is not written yet
     */
    void register(MetricGroup operator, CaptureMemory waiting) {
        MetricGroup group = SightlineMetrics.of(operator);
        group.gauge("evidence_written", (Gauge<Long>) written::get);
        group.gauge("evidence_incomplete", (Gauge<Long>) incomplete.count::get);
        group.gauge("evidence_dropped", (Gauge<Long>) dropped.count::get);
        group.gauge("evidence_failed", (Gauge<Long>) failed.count::get);
        group.gauge(
                "evidence_memory_bytes",
                (Gauge<Long>) () -> ringBytes.get() + waiting.bookedBytes());
        group.gauge("evidence_seconds", (Gauge<Double>) () -> nanos.get() / 1e9);
    }

    void ringBytes(long more) {
        ringBytes.addAndGet(more);
    }

    void spent(long spentNanos) {
        nanos.addAndGet(spentNanos);
    }

    void written() {
        written.incrementAndGet();
    }

    /** Written, but not with everything. */
    void incomplete(EvidenceRequest incident, String missing) {
        long since = incomplete.next();
        if (since > 0) {
            LOG.info(
                    "{} evidence of {} {} is incomplete: {} ({} since last told)",
                    forLog(incident),
                    incident.defect(),
                    incident.incidentId(),
                    missing,
                    since);
        }
    }

    /** Not written, because there is too much of it. */
    void dropped(EvidenceRequest incident, String reason) {
        long since = dropped.next();
        if (since > 0) {
            LOG.warn(
                    "{} evidence of {} {} is dropped: {} ({} since last told)",
                    forLog(incident),
                    incident.defect(),
                    incident.incidentId(),
                    reason,
                    since);
        }
    }

    /** Not written, because that failed. */
    void failed(EvidenceRequest incident, Throwable failure) {
        long since = failed.next();
        if (since > 0) {
            LOG.warn(
                    "{} evidence of {} {} cannot be written ({} since last told)",
                    forLog(incident),
                    incident.defect(),
                    incident.incidentId(),
                    since,
                    failure);
        }
    }

    long writtenCount() {
        return written.get();
    }

    long droppedCount() {
        return dropped.count.get();
    }

    long failedCount() {
        return failed.count.get();
    }

    long incompleteCount() {
        return incomplete.count.get();
    }

    private static String forLog(EvidenceRequest incident) {
        return "stream=" + incident.streamId() + " rendition=" + incident.rendition();
    }
}
