package io.sightline.incident;

import io.sightline.flow.EvidencePort;
import io.sightline.flow.EvidenceRequest;
import io.sightline.flow.RenditionRef;
import io.sightline.incident.IncidentProgress.Due;
import io.sightline.incident.IncidentProgress.Phase;
import io.sightline.metrics.MetricDetail;
import io.sightline.table.Alert;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Writes the alerts that are due in a window, each once, and forgets the window when its incident
 * has cleared.
 */
final class AlertsOfWindow
        extends ProcessWindowFunction<AlertSubject, Alert, String, DefectWindow> {

    private static final long serialVersionUID = 1L;

    private final AlertContext alertContext;
    private final MetricDetail detail;
    private transient IncidentMetrics metrics;
    private transient @Nullable EvidencePort evidence; // of the verdict that is being folded in

    AlertsOfWindow(AlertContext alertContext, MetricDetail detail) {
        this.alertContext = alertContext;
        this.detail = detail;
    }

    @Override
    public void open(OpenContext context) {
        metrics = new IncidentMetrics(getRuntimeContext().getMetricGroup(), detail);
    }

    /** Told of incidents that were open before. Not null once it is open. */
    IncidentMetrics metrics() {
        return metrics;
    }

    /** Alerts are due because of what is said about this rendition: it is asked for evidence. */
    void hearsOf(RenditionRef origin) {
        evidence = origin.evidence();
    }

    @Override
    public void process(
            String placementKey,
            Context context,
            Iterable<AlertSubject> contents,
            Collector<Alert> out)
            throws IOException {
        ValueState<IncidentProgress> state =
                context.windowState().getState(DebounceTrigger.PROGRESS);
        IncidentProgress progress = Objects.requireNonNull(state.value(), "fired without progress");
        Iterator<AlertSubject> subjects = contents.iterator();
        AlertSubject subject = subjects.next();
        for (Due due : progress.due()) {
            out.collect(alert(due, progress, subject, context.window()));
            metrics.told(due.event(), subject.streamId(), context.window().rendition());
        }
        if (progress.phase() == Phase.OVER) {
            state.clear();
        } else {
            state.update(progress.told());
        }
    }

    private Alert alert(
            Due due, IncidentProgress progress, AlertSubject subject, DefectWindow window) {
        IncidentId id =
                IncidentId.of(
                        subject.streamId(),
                        window.rendition(),
                        window.defect(),
                        progress.startedMicros());
        String unit = alertContext.unitsByMetric().getOrDefault(subject.metric(), "");
        boolean cleared = due.event() == Alert.Event.CLEARED;
        long untilMicros = cleared ? progress.badUntilMicros() : due.atMicros();
        return new Alert(
                id.alertId(due.event(), due.ordinal()),
                id.value(),
                due.event(),
                subject.streamId(),
                window.rendition().value(),
                window.defect().value(),
                due.severity(),
                millis(progress.startedMicros()),
                millis(due.atMicros()),
                cleared ? millis(progress.badUntilMicros()) : null,
                millis(untilMicros - progress.startedMicros()),
                progress.mediaStartedMicros(),
                cleared ? progress.mediaBadUntilMicros() : null,
                progress.peak(),
                due.level(),
                unit,
                progress.occurrences(),
                evidence(due.event(), id, progress, subject, window),
                new AlertMessage(subject, window, unit).of(due, progress),
                subject.detectorVersion(),
                alertContext.policyVersion(),
                modelOf(subject),
                alertContext.jobVersion(),
                subject.labels());
    }

    private @Nullable String modelOf(AlertSubject subject) {
        Map<String, String> models = alertContext.modelsByMetric();
        return models.getOrDefault(subject.metric(), models.get(subject.fusedWith()));
    }

    /** Where it is or will be; only the incident decides, so that a replay says the same. */
    private @Nullable String evidence(
            Alert.Event event,
            IncidentId id,
            IncidentProgress progress,
            AlertSubject subject,
            DefectWindow window) {
        EvidencePort port = evidence;
        if (port == null) {
            return null;
        }
        EvidenceRequest incident =
                new EvidenceRequest(
                        id.value(),
                        subject.streamId(),
                        window.rendition().value(),
                        window.defect().value(),
                        millis(progress.startedMicros()),
                        progress.mediaStartedMicros());
        return switch (event) {
            case OPENED -> port.record(incident);
            case ESCALATED, CLEARED -> port.placeOf(incident);
        };
    }

    private static long millis(long micros) {
        return Math.floorDiv(micros, 1_000L);
    }
}
