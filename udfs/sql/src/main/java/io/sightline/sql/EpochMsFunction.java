package io.sightline.sql;

import java.time.Instant;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code epoch_ms(at TIMESTAMP_LTZ(3)) → BIGINT}: milliseconds since 1970 in UTC, whatever the
 * session's time zone; {@code TO_TIMESTAMP_LTZ(ms, 3)} is the way back. For reckoning with times in
 * milliseconds, which {@code TIMESTAMPDIFF} cuts to whole seconds, and for {@code LAG} and {@code
 * LEAD}, which do not take times. NULL if the argument is NULL. Deterministic.
 */
public final class EpochMsFunction extends ScalarFunction {

    private static final long serialVersionUID = 1L;

    public @Nullable Long eval(@DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant at) {
        return at == null ? null : at.toEpochMilli();
    }
}
