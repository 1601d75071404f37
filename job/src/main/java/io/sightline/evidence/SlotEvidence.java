package io.sightline.evidence;

import io.sightline.flow.DecodeTier;
import io.sightline.flow.EvidenceRequest;
import io.sightline.flow.RenditionRef;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.core.fs.Path;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of all renditions of one slot: told of everything that decode is told of.
 *
 * <p>Memory: rings share half of what the settings allow, in equal parts and none of more than
 * {@value EvidenceSettings#MOST_RING_BYTES} bytes; captures that wait to be written have the other
 * half. What does not fit is left out and counted, never waited for.
 *
 * <p>Thread: the task's. State: none; after a restart the rings are empty until media flows again.
 * Ownership: owns recorders and worker until {@link #close()}.
 */
public final class SlotEvidence implements AutoCloseable {

    private final EvidenceSettings settings;
    private final IdentityHashMap<RenditionRef, RenditionRecorder> recorders =
            new IdentityHashMap<>();
    private final @Nullable EvidenceWorker worker; // owned; null when nothing is kept
    private final EvidenceMetrics metrics;
    private final CaptureMemory memory;

    private SlotEvidence(
            EvidenceSettings settings,
            EvidenceMetrics metrics,
            CaptureMemory memory,
            @Nullable EvidenceWorker worker) {
        this.settings = settings;
        this.metrics = metrics;
        this.memory = memory;
        this.worker = worker;
    }

    /**
     * Starts the worker, if there is anything to keep.
     *
     * @param operator whose metrics it adds to
     * @param subtask the first one also deletes what is too old
     */
    public static SlotEvidence open(EvidenceSettings settings, MetricGroup operator, int subtask) {
        return open(settings, operator, subtask, EvidenceWriter::new);
    }

    static SlotEvidence open(
            EvidenceSettings settings,
            MetricGroup operator,
            int subtask,
            Function<EvidenceMetrics, EvidenceWriter> writer) {
        EvidenceMetrics metrics = new EvidenceMetrics();
        CaptureMemory memory = new CaptureMemory(settings.waitingBytes());
        if (!settings.isOn()) {
            return new SlotEvidence(settings, metrics, memory, null);
        }
        metrics.register(operator, memory);
        EvidenceSweep sweep = subtask == 0 ? EvidenceSweep.of(settings) : null;
        EvidenceWorker worker =
                EvidenceWorker.start("evidence-" + subtask, writer.apply(metrics), metrics, sweep);
        return new SlotEvidence(settings, metrics, memory, worker);
    }

    /** What comes of a rendition from here on is of these tracks; borrowed. */
    public void tracks(RenditionRef origin, List<Track> announced) {
        if (worker != null) {
            recorder(origin).tracks(announced);
        }
    }

    /**
     * A packet was decoded, or would have been.
     *
     * @param packet taken if the answer is true
     * @param tier what is decoded of its kind
     */
    public boolean keep(RenditionRef origin, Packet packet, DecodeTier tier) {
        if (worker == null) {
            return false;
        }
        RenditionRecorder recorder = recorder(origin);
        long before = recorder.ringBytes();
        boolean isKept = recorder.keep(packet, tier, ringBytes());
        metrics.ringBytes(recorder.ringBytes() - before);
        return isKept;
    }

    private long ringBytes() {
        return settings.ringBytes(recorders.size());
    }

    private RenditionRecorder recorder(RenditionRef origin) {
        RenditionRecorder known = recorders.get(origin);
        if (known != null) {
            return known;
        }
        RenditionRecorder made = new RenditionRecorder(origin, this);
        recorders.put(origin, made);
        long most = ringBytes(); // now less for each
        for (RenditionRecorder recorder : recorders.values()) {
            long before = recorder.ringBytes();
            recorder.shrinkTo(most);
            metrics.ringBytes(recorder.ringBytes() - before);
        }
        return made;
    }

    /** What follows does not continue what came before. */
    public void breakContinuity(RenditionRef origin) {
        if (worker != null) {
            recorder(origin).breakContinuity();
        }
    }

    /** Once a second for each rendition, whether or not anything arrives. */
    public void tick(RenditionRef origin, long wallMillis) {
        if (worker != null) {
            recorder(origin).tick(wallMillis);
        }
    }

    /** Another entry of the registry holds from here on. */
    public void replace(RenditionRef origin, RenditionRef next) {
        RenditionRecorder recorder = recorders.remove(origin);
        if (recorder != null) {
            long before = recorder.ringBytes();
            recorders.put(next, recorder);
            recorder.continueAs(next);
            metrics.ringBytes(recorder.ringBytes() - before);
        }
    }

    /** Nothing more comes of a rendition. */
    public void end(RenditionRef origin) {
        RenditionRecorder recorder = recorders.remove(origin);
        if (recorder != null) {
            metrics.ringBytes(-recorder.ringBytes());
            recorder.end();
        }
    }

    /** All input is over: returns when everything is written, or a minute has passed. */
    public void finish() {
        if (worker != null) {
            worker.awaitIdle(EvidenceWorker.LAST_INPUT_PATIENCE);
        }
    }

    Path folderOf(EvidenceRequest incident) {
        return EvidenceNames.folderOf(settings.folder(), incident);
    }

    CaptureMemory memory() {
        return memory;
    }

    /** There is no room for it to wait. Ownership: taken. */
    void drop(Capture capture) {
        metrics.dropped(capture.incident(), "there is no memory for more of it to wait");
        capture.close();
    }

    /** Ownership: taken. */
    void submit(Capture capture) {
        if (worker == null || !worker.offer(capture)) {
            metrics.dropped(capture.incident(), "too much is waiting to be written");
            capture.close();
        }
    }

    /** Gives what waits a short time to be written, complete or not, and ends the worker. */
    @Override
    public void close() {
        recorders.values().forEach(RenditionRecorder::cutShort);
        recorders.clear();
        if (worker != null) {
            worker.close();
        }
    }
}
