package io.sightline.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.sink.FileDestination;
import io.sightline.sink.RowListener;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The whole job with the built-in policy, keeping evidence. */
final class EvidenceRun implements RowListener {

    private static final Duration LIMIT = Duration.ofMinutes(6);

    private final List<Alert> alerts = new ArrayList<>();

    private EvidenceRun() {}

    static MonitorPlan plan(
            Map<String, Path> inputs, UnaryOperator<StreamEntry> change, Path folder)
            throws Exception {
        Path evidence = folder.resolve("evidence");
        return new MonitorPlan(
                        inputs.entrySet().stream()
                                .map(
                                        input ->
                                                StreamEntry.of(
                                                        new StreamId(input.getKey()),
                                                        input.getValue().toString()))
                                .map(change)
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
                        null)
                .withEvidence(EvidenceSettings.in(evidence.toUri().toString()));
    }

    /** Watches the inputs to their end; evidence goes below {@code folder/evidence}. */
    static EvidenceRun over(
            Map<String, Path> inputs, UnaryOperator<StreamEntry> change, Path folder)
            throws Exception {
        return over(plan(inputs, change, folder));
    }

    static EvidenceRun over(MonitorPlan plan) throws Exception {
        EvidenceRun seen = new EvidenceRun();
        try (EmbeddedRun run = EmbeddedRun.start(plan, seen)) {
            assertThat(run.await(LIMIT)).as("the job ends within %s", LIMIT).isTrue();
        }
        return seen;
    }

    synchronized List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    List<Alert> opened() {
        return alerts().stream().filter(alert -> alert.event() == Alert.Event.OPENED).toList();
    }

    /** Of the only incident of a defect. */
    Path folderOf(String stream, String defect) throws Exception {
        List<Alert> found =
                opened().stream()
                        .filter(alert -> alert.streamId().equals(stream))
                        .filter(alert -> alert.defect().equals(defect))
                        .toList();
        assertThat(found).as("%s %s in %s", stream, defect, alerts()).hasSize(1);
        return folderOf(found.get(0));
    }

    Path folderOf(Alert alert) throws Exception {
        return Path.of(URI.create(alert.evidence())).toRealPath();
    }

    @Override
    public synchronized void onAlert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void onMeasurement(Measurement measurement) {
        // Evidence is of incidents.
    }

    @Override
    public void onStreamState(StreamStateRow row) {
        // Evidence is of incidents.
    }
}
