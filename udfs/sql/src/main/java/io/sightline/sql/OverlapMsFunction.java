package io.sightline.sql;

import java.time.Duration;
import java.time.Instant;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code overlap_ms(a_from, a_to, b_from, b_to TIMESTAMP_LTZ(3)) → BIGINT}: for how many
 * milliseconds two spans last at the same time, their ends excluded; 0 if they do not meet. NULL if
 * any argument is NULL, or a span ends before it begins. Deterministic.
 */
public final class OverlapMsFunction extends ScalarFunction {

    private static final long serialVersionUID = 1L;

    public @Nullable Long eval(
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant aFrom,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant aTo,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant bFrom,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant bTo) {
        if (aFrom == null || aTo == null || bFrom == null || bTo == null) {
            return null;
        }
        if (aTo.isBefore(aFrom) || bTo.isBefore(bFrom)) {
            return null;
        }
        Instant from = aFrom.isAfter(bFrom) ? aFrom : bFrom;
        Instant to = aTo.isBefore(bTo) ? aTo : bTo;
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
