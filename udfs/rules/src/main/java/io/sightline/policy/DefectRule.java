package io.sightline.policy;

import io.sightline.detector.model.DefectId;
import java.io.Serializable;

/**
 * How one defect is judged and debounced.
 *
 * @param metric the name of the metric it is judged by
 * @param openAfterMicros how long it must last without a break before an incident opens; 0 opens at
 *     once
 * @param clearAfterMicros how long it must be good before the incident clears; a recurrence before
 *     that is the same incident
 * @param excuseMicros how long before and after an announced splice it does not count; 0 if it does
 */
public record DefectRule(
        DefectId defect,
        boolean enabled,
        String metric,
        Level level,
        long openAfterMicros,
        long clearAfterMicros,
        SeverityLadder severity,
        long excuseMicros)
        implements Serializable {

    /** That no splice excuses. */
    public DefectRule(
            DefectId defect,
            boolean enabled,
            String metric,
            Level level,
            long openAfterMicros,
            long clearAfterMicros,
            SeverityLadder severity) {
        this(defect, enabled, metric, level, openAfterMicros, clearAfterMicros, severity, 0);
    }

    public DefectRule {
        if (openAfterMicros < 0 || clearAfterMicros <= 0 || excuseMicros < 0) {
            throw new IllegalArgumentException(
                    defect
                            + ": open-after "
                            + openAfterMicros
                            + ", clear-after "
                            + clearAfterMicros);
        }
    }
}
