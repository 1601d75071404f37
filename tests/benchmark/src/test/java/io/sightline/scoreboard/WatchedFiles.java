package io.sightline.scoreboard;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.evidence.EvidenceSettings;
import io.sightline.isolation.IsolationSettings;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.job.RestorePoint;
import io.sightline.metrics.MetricDetail;
import io.sightline.model.ModelSettings;
import io.sightline.sink.FileDestination;
import io.sightline.sink.RowListener;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the whole job, with the built-in policy, says about files. */
final class WatchedFiles implements RowListener {

    private static final Duration LIMIT = Duration.ofMinutes(90);
    private static final int SLOTS = 2;

    private final Map<String, Alert> last = new TreeMap<>(); // by incident id
    private final Map<String, Long> delays = new HashMap<>(); // by incident id
    private final Map<String, Long> reached = new TreeMap<>(); // by stream, microseconds
    private final Map<String, Map<Long, Map<String, Double>>> measured =
            new HashMap<>(); // by stream and media time

    private final Set<String> kept; // metrics

    private WatchedFiles(Set<String> kept) {
        this.kept = kept;
    }

    /**
     * Watches them to their end.
     *
     * @param policy on top of the built-in one
     * @param folder for results and state
     */
    static WatchedFiles over(List<StreamEntry> entries, String policy, Path folder)
            throws Exception {
        return over(entries, policy, folder, Set.of(), ModelSettings.DEFAULTS);
    }

    /**
     * The same with models, keeping what was measured.
     *
     * @param kept names of metrics
     * @param models beside those that are installed
     */
    static WatchedFiles over(
            List<StreamEntry> entries,
            String policy,
            Path folder,
            Set<String> kept,
            ModelSettings models)
            throws Exception {
        MonitorPlan plan =
                new MonitorPlan(
                        entries,
                        null,
                        Map.of(),
                        PolicyFile.parse("board.yaml", policy),
                        List.of(),
                        SourceSettings.DEFAULTS,
                        new FileDestination(folder.resolve("output").toString()),
                        SLOTS,
                        folder.resolve("state"),
                        Duration.ofSeconds(10),
                        null,
                        RestorePoint.Unclaimed.REFUSED,
                        IsolationSettings.OFF,
                        MetricDetail.SUBTASKS,
                        EvidenceSettings.OFF,
                        models);
        WatchedFiles seen = new WatchedFiles(kept);
        try (EmbeddedRun run = EmbeddedRun.start(plan, seen)) {
            if (!run.await(LIMIT)) {
                throw new IllegalStateException("The job did not end within " + LIMIT);
            }
        }
        return seen;
    }

    /** A file with all that is in it. */
    static StreamEntry entry(String id, Path file) {
        return StreamEntry.of(new StreamId(id), file.toString())
                .withInput(
                        StreamInput.of(file.toString())
                                .withRenditions(StreamInput.Renditions.ALL, List.of()));
    }

    synchronized List<Found> incidents(String stream) {
        return last.values().stream()
                .filter(alert -> alert.streamId().equals(stream))
                .map(
                        alert ->
                                new Found(
                                        stream,
                                        alert.defect(),
                                        alert.mediaStartMicros(),
                                        alert.mediaEndMicros() == null
                                                ? Long.MAX_VALUE
                                                : alert.mediaEndMicros(),
                                        delays.getOrDefault(alert.incidentId(), 0L)))
                .toList();
    }

    /** How much of a stream was measured, in microseconds. */
    synchronized long watchedMicros(String stream) {
        return reached.getOrDefault(stream, 0L);
    }

    /** What was measured of a stream, by the media time at which each second begins. */
    synchronized Map<Long, Map<String, Double>> measurements(String stream) {
        return measured.getOrDefault(stream, Map.of());
    }

    @Override
    public synchronized void onAlert(Alert alert) {
        last.put(alert.incidentId(), alert);
        if (alert.event() == Alert.Event.OPENED) {
            long delay = alert.eventAtMillis() - alert.startedAtMillis();
            delays.put(alert.incidentId(), delay * 1_000);
        }
    }

    @Override
    public synchronized void onMeasurement(Measurement measurement) {
        reached.merge(measurement.streamId(), 1_000_000L, Long::sum);
        if (!kept.isEmpty()) {
            Map<String, Double> values = new HashMap<>(measurement.values());
            values.keySet().retainAll(kept);
            measured.computeIfAbsent(measurement.streamId(), stream -> new TreeMap<>())
                    .put(measurement.mediaStartMicros(), values);
        }
    }

    @Override
    public void onStreamState(StreamStateRow row) {
        // Incidents are what is judged.
    }
}
