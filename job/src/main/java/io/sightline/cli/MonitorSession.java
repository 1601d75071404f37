package io.sightline.cli;

import io.sightline.detector.model.StreamId;
import io.sightline.job.MonitorPlan;
import io.sightline.policy.Severity;
import io.sightline.sink.RowListener;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One run from start to end, shown in a view and folded into a record. */
final class MonitorSession {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final JobStarter starter;

    MonitorSession(JobStarter starter) {
        this.starter = starter;
    }

    /**
     * Runs until the job ends by itself or is to stop.
     *
     * @param stopWanted asked a few times a second
     * @return where the savepoint is that a later run can go on from, if the run was stopped
     * @throws Exception when the run could not start or failed; the view is closed all the same
     */
    Optional<String> run(
            MonitorPlan plan, MonitorView view, RunRecord record, BooleanSupplier stopWanted)
            throws Exception {
        view.open();
        try (view;
                RunningJob job = starter.start(plan, new RecordThenView(record, view))) {
            while (!job.await(LOOK_EVERY)) {
                if (stopWanted.getAsBoolean()) {
                    return Optional.of(job.stop());
                }
            }
            return Optional.empty();
        }
    }

    /** The status of a run that ended well. An incident that was asked for wins. */
    static int status(RunRecord record, MonitorPlan plan, Optional<Severity> failOn) {
        boolean failed =
                failOn.isPresent()
                        && record.incidents().stream()
                                .anyMatch(i -> i.worst().compareTo(failOn.get()) >= 0);
        if (failed) {
            return ExitStatus.INCIDENT;
        }
        return neverWatched(record, plan).isEmpty() ? ExitStatus.FINE : ExitStatus.NEVER_WATCHED;
    }

    static List<String> neverWatched(RunRecord record, MonitorPlan plan) {
        return record.neverWatched(
                plan.streams().stream().map(StreamEntry::id).map(StreamId::value).toList());
    }

    /** A view draws what the record knows: the record hears first. */
    private record RecordThenView(RunRecord record, MonitorView view) implements RowListener {

        @Override
        public void onAlert(Alert alert) {
            if (record.learn(alert)) {
                view.onAlert(alert);
            }
        }

        @Override
        public void onMeasurement(Measurement measurement) {
            record.learn(measurement);
            view.onMeasurement(measurement);
        }

        @Override
        public void onStreamState(StreamStateRow state) {
            record.learn(state);
            view.onStreamState(state);
        }
    }
}
