package io.sightline.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.StreamState;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the whole job, with the built-in policy, says about some inputs. */
final class MonitoredRun implements RowListener {

    private static final Duration LIMIT = Duration.ofMinutes(6);

    private final Map<String, Alert> lastAlerts = new TreeMap<>(); // by incident id
    private final Map<String, StreamState> lastStates = new TreeMap<>(); // by stream id
    private final Map<String, List<Measurement>> rows = new TreeMap<>(); // by stream id

    private MonitoredRun() {}

    /**
     * Watches the inputs to their end.
     *
     * @param inputs by stream id
     * @param folder for results and state
     */
    static MonitoredRun over(Map<String, Path> inputs, Path folder) throws Exception {
        MonitorPlan plan =
                new MonitorPlan(
                        inputs.entrySet().stream()
                                .map(input -> entry(input.getKey(), input.getValue()))
                                .toList(),
                        null,
                        Map.of(),
                        PolicyFile.builtIn(),
                        List.of(),
                        SourceSettings.DEFAULTS,
                        new FileDestination(folder.resolve("output").toString()),
                        2,
                        folder.resolve("state"),
                        Duration.ofSeconds(2),
                        null);
        MonitoredRun seen = new MonitoredRun();
        try (EmbeddedRun run = EmbeddedRun.start(plan, seen)) {
            assertThat(run.await(LIMIT)).as("the job ends within %s", LIMIT).isTrue();
        }
        return seen;
    }

    private static StreamEntry entry(String id, Path file) {
        return StreamEntry.of(new StreamId(id), file.toString())
                .withInput(
                        StreamInput.of(file.toString())
                                .withRenditions(StreamInput.Renditions.ALL, List.of()));
    }

    /** The incidents of a stream in the order of their start. */
    synchronized List<Span> incidents(String stream) {
        return lastAlerts.values().stream()
                .filter(alert -> alert.streamId().equals(stream))
                .sorted(Comparator.comparingLong(Alert::mediaStartMicros))
                .map(
                        alert ->
                                new Span(
                                        alert.defect(),
                                        alert.mediaStartMicros(),
                                        alert.mediaEndMicros() == null
                                                ? OptionalLong.empty()
                                                : OptionalLong.of(alert.mediaEndMicros())))
                .toList();
    }

    /** The defects of a stream, each once. */
    Set<String> defects(String stream) {
        Set<String> defects = new TreeSet<>();
        incidents(stream).forEach(incident -> defects.add(incident.defect()));
        return defects;
    }

    /** The seconds of a stream in order. */
    synchronized List<Measurement> rows(String stream) {
        return List.copyOf(rows.getOrDefault(stream, List.of()));
    }

    synchronized Map<String, StreamState> lastStates() {
        return Map.copyOf(lastStates);
    }

    @Override
    public synchronized void onAlert(Alert alert) {
        lastAlerts.put(alert.incidentId(), alert);
    }

    @Override
    public synchronized void onMeasurement(Measurement measurement) {
        rows.computeIfAbsent(measurement.streamId(), id -> new ArrayList<>()).add(measurement);
    }

    @Override
    public synchronized void onStreamState(StreamStateRow row) {
        lastStates.put(row.streamId(), row.state());
    }
}
