package io.sightline.sql;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@code by_day(from_at, to_at TIMESTAMP_LTZ(3), zone STRING) → (calendar_day DATE, day_from_at,
 * day_to_at TIMESTAMP_LTZ(3))}, a table function: a span cut at each midnight of a time zone, one
 * row for each calendar day it touches.
 *
 * <p>{@code zone} is an IANA name such as {@code UTC} or {@code Europe/Vienna}; days of 23 and 25
 * hours are as long as they are. No rows if an argument is NULL, the zone is unknown, or the span
 * does not end after it begins. Of a span longer than ten years the first ten are given.
 * Deterministic.
 *
 * <pre>{@code
 * SELECT d.calendar_day, union_ms(d.day_from_at, d.day_to_at)
 * FROM incidents, LATERAL TABLE(by_day(started_at, ended_at, 'UTC')) AS d
 * GROUP BY d.calendar_day
 * }</pre>
 */
@FunctionHint(
        output =
                @DataTypeHint(
                        "ROW<calendar_day DATE, day_from_at TIMESTAMP_LTZ(3),"
                                + " day_to_at TIMESTAMP_LTZ(3)>"))
public final class ByDayFunction extends TableFunction<Row> {

    private static final long serialVersionUID = 1L;
    private static final int MOST_YEARS = 10;

    /** Called by Flink for each row. */
    public void eval(
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant from,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant to,
            @Nullable String zoneName) {
        if (from == null || to == null || zoneName == null || !to.isAfter(from)) {
            return;
        }
        ZoneId zone;
        try {
            zone = ZoneId.of(zoneName);
        } catch (DateTimeException e) {
            return;
        }
        LocalDate first = from.atZone(zone).toLocalDate();
        LocalDate last = first.plusYears(MOST_YEARS);
        for (LocalDate day = first; day.isBefore(last); day = day.plusDays(1)) {
            Instant begin = day.atStartOfDay(zone).toInstant();
            Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
            if (!begin.isBefore(to)) {
                return;
            }
            collect(Row.of(day, begin.isAfter(from) ? begin : from, end.isBefore(to) ? end : to));
        }
    }
}
