package io.sightline.backtest;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a policy does to one incident.
 *
 * @param before null if it is added
 * @param after null if it is removed
 */
public record Difference(@Nullable FoundIncident before, @Nullable FoundIncident after) {

    /** In which way. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    public Kind kind() {
        return before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
    }

    public IncidentSubject subject() {
        return any().subject();
    }

    /** When the earlier of both began, epoch milliseconds. */
    public long startedMillis() {
        return before == null || after == null
                ? any().startedMillis()
                : Math.min(before.startedMillis(), after.startedMillis());
    }

    private FoundIncident any() {
        return before != null ? before : Objects.requireNonNull(after);
    }
}
