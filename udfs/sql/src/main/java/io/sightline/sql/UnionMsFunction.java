package io.sightline.sql;

import java.time.Instant;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code union_ms(from_at, to_at TIMESTAMP_LTZ(3)) → BIGINT}, an aggregate: for how many
 * milliseconds at least one of the spans lasted. Overlapping spans count once, which a sum of
 * durations does not do: ten incidents during one outage of a minute are one minute.
 *
 * <p>Spans with a NULL, and those that do not end after they begin, cover nothing: give a span that
 * is still open an end with {@code COALESCE(ended_at, CURRENT_TIMESTAMP)}. NULL if there is no row
 * at all, 0 if no row covers anything. The order of rows does not matter. Takes rows back, so it
 * works over changing tables such as the view {@code incidents}; memory grows with the number of
 * different ends of spans in a group.
 */
public final class UnionMsFunction extends AggregateFunction<Long, CoveredTime> {

    private static final long serialVersionUID = 1L;

    @Override
    public CoveredTime createAccumulator() {
        return new CoveredTime();
    }

    /** Called by Flink for each row. */
    public void accumulate(
            CoveredTime covered,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant from,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant to)
            throws Exception {
        if (from != null && to != null) {
            covered.add(from.toEpochMilli(), to.toEpochMilli());
        }
    }

    /** Called by Flink for each row that is no longer true. */
    public void retract(
            CoveredTime covered,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant from,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant to)
            throws Exception {
        if (from != null && to != null) {
            covered.takeAway(from.toEpochMilli(), to.toEpochMilli());
        }
    }

    /** Called by Flink where parts of a group were aggregated apart. */
    public void merge(CoveredTime covered, Iterable<CoveredTime> others) throws Exception {
        for (CoveredTime other : others) {
            covered.addAll(other);
        }
    }

    /** Called by Flink when a group is begun anew. */
    public void resetAccumulator(CoveredTime covered) {
        covered.clear();
    }

    @Override
    public Long getValue(CoveredTime covered) {
        try {
            return covered.millis(Long.MIN_VALUE, Long.MAX_VALUE);
        } catch (Exception e) {
            throw new IllegalStateException("The state of union_ms cannot be read", e);
        }
    }
}
