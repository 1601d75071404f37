package io.sightline.sql;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code day_of(at TIMESTAMP_LTZ(3), zone STRING) → DATE}: the calendar day in a time zone, an IANA
 * name such as {@code UTC} or {@code Europe/Vienna}. {@code CAST(at AS DATE)} is the day in the
 * session's zone instead, so that the same query gives different answers to different people. NULL
 * if either is NULL or the zone is unknown. Deterministic.
 */
public final class DayOfFunction extends ScalarFunction {

    private static final long serialVersionUID = 1L;

    public @Nullable LocalDate eval(
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant at, @Nullable String zone) {
        if (at == null || zone == null) {
            return null;
        }
        try {
            return at.atZone(ZoneId.of(zone)).toLocalDate();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
