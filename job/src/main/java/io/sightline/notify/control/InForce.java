package io.sightline.notify.control;

import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The controls that hold at one moment. Immutable; equal when the same ones hold. */
public final class InForce {

    public static final InForce NOTHING = new InForce(List.of());

    private final List<Control> controls;
    private final Map<String, List<Control>> byIncident = new HashMap<>();
    private final List<Control> others = new ArrayList<>();

    InForce(List<Control> controls) {
        this.controls = List.copyOf(controls);
        for (Control control : controls) {
            if (control.incidentId() == null) {
                others.add(control);
            } else {
                byIncident
                        .computeIfAbsent(control.incidentId(), id -> new ArrayList<>())
                        .add(control);
            }
        }
    }

    /** The id of the control because of which nobody is told of an alert. */
    public Optional<String> silencerOf(Alert alert) {
        return first(byIncident.getOrDefault(alert.incidentId(), List.of()), alert)
                .or(() -> first(others, alert));
    }

    /**
     * As {@link #silencerOf}, of controls that name the incident: what is said of streams and
     * labels is judged by those, not by an incident that stands for several.
     */
    public Optional<String> silencerOfIncident(Alert alert) {
        return first(byIncident.getOrDefault(alert.incidentId(), List.of()), alert);
    }

    private static Optional<String> first(List<Control> controls, Alert alert) {
        for (Control control : controls) { // once for each alert: no stream
            if (control.silences(alert)) {
                return Optional.of(control.id());
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InForce that && controls.equals(that.controls);
    }

    @Override
    public int hashCode() {
        return controls.hashCode();
    }
}
