package io.sightline.sql;

import java.util.Arrays;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code worst_severity(severity STRING) → STRING}, an aggregate: the most severe of a group,
 * {@code critical} before {@code major}, {@code warning} and {@code info}. {@code MAX} would put
 * {@code warning} first, by the alphabet. NULLs and what is no severity do not count; NULL if
 * nothing does. The order of rows does not matter. Takes rows back.
 */
public final class WorstSeverityFunction
        extends AggregateFunction<String, WorstSeverityFunction.Counts> {

    private static final long serialVersionUID = 1L;

    /** The accumulator; public, because Flink reads and writes its fields. */
    public static class Counts {

        /** Rows by {@link Severities} rank. */
        public long[] rows = new long[Severities.RISING.size()];
    }

    @Override
    public Counts createAccumulator() {
        return new Counts();
    }

    /** Called by Flink for each row. */
    public void accumulate(Counts counts, @Nullable String severity) {
        count(counts, severity, 1);
    }

    /** Called by Flink for each row that is no longer true. */
    public void retract(Counts counts, @Nullable String severity) {
        count(counts, severity, -1);
    }

    private static void count(Counts counts, @Nullable String severity, long change) {
        Integer rank = Severities.rank(severity);
        if (rank != null) {
            counts.rows[rank] += change;
        }
    }

    /** Called by Flink where parts of a group were aggregated apart. */
    public void merge(Counts counts, Iterable<Counts> others) {
        for (Counts other : others) {
            Arrays.setAll(counts.rows, rank -> counts.rows[rank] + other.rows[rank]);
        }
    }

    /** Called by Flink when a group is begun anew. */
    public void resetAccumulator(Counts counts) {
        Arrays.fill(counts.rows, 0);
    }

    @Override
    public @Nullable String getValue(Counts counts) {
        for (int rank = counts.rows.length - 1; rank >= 0; rank--) {
            if (counts.rows[rank] > 0) {
                return Severities.RISING.get(rank);
            }
        }
        return null;
    }
}
