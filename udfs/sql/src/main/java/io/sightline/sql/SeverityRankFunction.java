package io.sightline.sql;

import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code severity_rank(severity STRING) → INT}: 0 for {@code info}, 1 for {@code warning}, 2 for
 * {@code major}, 3 for {@code critical}, so that severities compare. Upper and lower case are the
 * same. NULL if the argument is NULL or no severity. Deterministic.
 */
public final class SeverityRankFunction extends ScalarFunction {

    private static final long serialVersionUID = 1L;

    public @Nullable Integer eval(@Nullable String severity) {
        return Severities.rank(severity);
    }
}
