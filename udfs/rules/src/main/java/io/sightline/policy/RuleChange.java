package io.sightline.policy;

import io.sightline.detector.model.DefectId;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one level of a policy says about one defect. Whatever it leaves out (null) is inherited.
 *
 * @param openAfterMicros not negative
 * @param clearAfterMicros positive
 * @param excuseMicros not negative
 */
public record RuleChange(
        @Nullable Boolean enabled,
        @Nullable String metric,
        @Nullable Level level,
        @Nullable Long openAfterMicros,
        @Nullable Long clearAfterMicros,
        @Nullable SeverityLadder severity,
        @Nullable Long excuseMicros,
        @Nullable Fusion fusion,
        @Nullable Looks looks)
        implements Serializable {

    /** Says nothing. */
    public static final RuleChange NONE =
            new RuleChange(null, null, null, null, null, null, null, null, null);

    /** The whole of a rule, as a change that leaves nothing out. */
    public static RuleChange of(DefectRule rule) {
        return new RuleChange(
                rule.enabled(),
                rule.metric(),
                rule.level(),
                rule.openAfterMicros(),
                rule.clearAfterMicros(),
                rule.severity(),
                rule.excuseMicros(),
                rule.fusion(),
                rule.looks());
    }

    /** This change where it says something, {@code inherited} elsewhere. */
    public RuleChange over(RuleChange inherited) {
        return new RuleChange(
                enabled != null ? enabled : inherited.enabled,
                metric != null ? metric : inherited.metric,
                level != null ? level : inherited.level,
                openAfterMicros != null ? openAfterMicros : inherited.openAfterMicros,
                clearAfterMicros != null ? clearAfterMicros : inherited.clearAfterMicros,
                severity != null ? severity : inherited.severity,
                excuseMicros != null ? excuseMicros : inherited.excuseMicros,
                fusion != null ? fusion : inherited.fusion,
                looks != null ? looks : inherited.looks);
    }

    /** The name, as in policy files, of the first setting a rule cannot do without. */
    public Optional<String> firstMissing() {
        if (metric == null) {
            return Optional.of("metric");
        }
        if (level == null) {
            return Optional.of("level");
        }
        if (openAfterMicros == null) {
            return Optional.of("open-after");
        }
        if (clearAfterMicros == null) {
            return Optional.of("clear-after");
        }
        return severity == null ? Optional.of("severity") : Optional.empty();
    }

    /** The rule that this makes on its own; empty when something is missing. */
    public Optional<DefectRule> rule(DefectId defect) {
        if (metric == null
                || level == null
                || openAfterMicros == null
                || clearAfterMicros == null
                || severity == null) {
            return Optional.empty();
        }
        return Optional.of(
                new DefectRule(
                        defect,
                        enabled == null || enabled,
                        metric,
                        level,
                        openAfterMicros,
                        clearAfterMicros,
                        severity,
                        excuseMicros == null ? 0 : excuseMicros,
                        fusion == null ? Fusion.NONE : fusion,
                        looks));
    }
}
