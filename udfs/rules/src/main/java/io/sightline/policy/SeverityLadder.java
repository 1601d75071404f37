package io.sightline.policy;

import java.io.Serializable;
import java.util.List;

/**
 * Which severity an incident has after how much bad time.
 *
 * @param initial when it opens
 * @param steps in rising order of time and severity
 */
public record SeverityLadder(Severity initial, List<Step> steps) implements Serializable {

    /** From {@code afterMicros} of incident time on, {@code severity}. */
    public record Step(long afterMicros, Severity severity) implements Serializable {}

    public SeverityLadder {
        steps = List.copyOf(steps);
        Severity last = initial;
        long lastMicros = -1;
        for (Step step : steps) {
            if (step.severity().compareTo(last) <= 0 || step.afterMicros() <= lastMicros) {
                throw new IllegalArgumentException(
                        "Steps must rise in time and severity: " + steps);
            }
            last = step.severity();
            lastMicros = step.afterMicros();
        }
    }

    public static SeverityLadder constant(Severity severity) {
        return new SeverityLadder(severity, List.of());
    }

    /** The severity after that much time since the incident's start. */
    public Severity after(long micros) {
        Severity severity = initial;
        for (Step step : steps) {
            if (micros >= step.afterMicros()) {
                severity = step.severity();
            }
        }
        return severity;
    }
}
