package io.sightline.policy;

import io.sightline.detector.model.DefectId;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How one defect is judged and debounced.
 *
 * @param metric the name of the metric it is judged by
 * @param openAfterMicros how long it must last without a break before an incident opens; 0 opens at
 *     once
 * @param clearAfterMicros how long it must be good before the incident clears; a recurrence before
 *     that is the same incident
 * @param excuseMicros how long before and after an announced splice it does not count; 0 if it does
 * @param fusion with a second measure of the defect
 * @param looks how often what measures it looks; null if that decides
 */
public record DefectRule(
        DefectId defect,
        boolean enabled,
        String metric,
        Level level,
        long openAfterMicros,
        long clearAfterMicros,
        SeverityLadder severity,
        long excuseMicros,
        Fusion fusion,
        @Nullable Looks looks)
        implements Serializable {

    /** Of one measure that no splice excuses. */
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

    /** Of one measure. */
    public DefectRule(
            DefectId defect,
            boolean enabled,
            String metric,
            Level level,
            long openAfterMicros,
            long clearAfterMicros,
            SeverityLadder severity,
            long excuseMicros) {
        this(
                defect,
                enabled,
                metric,
                level,
                openAfterMicros,
                clearAfterMicros,
                severity,
                excuseMicros,
                Fusion.NONE,
                null);
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

    /** Whether a second measure takes part. */
    public boolean isFused() {
        return fusion.how() != Fusion.How.ALONE;
    }

    /** Whether two measures can be compared with this level: it is a limit above 0. */
    public boolean canBeFused() {
        return level.enterLow() == Double.NEGATIVE_INFINITY && level.enterHigh() > 0;
    }
}
