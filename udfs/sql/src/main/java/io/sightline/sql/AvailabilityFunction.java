package io.sightline.sql;

import java.time.Instant;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code availability(from_at, to_at, window_from, window_to TIMESTAMP_LTZ(3)) → DOUBLE}, an
 * aggregate: the share of a window, 0 to 1, in which none of the spans lasted. Overlapping spans
 * count once; what lies outside of the window does not count.
 *
 * <p>The window is the same in all rows of a group; where it differs, the widest counts. A NULL end
 * means that the span still lasts, so it covers the rest of the window; a NULL begin means that
 * there is no span, as an outer join gives it for a stream without incidents, which is then 1. NULL
 * if no row has a window that ends after it begins. The order of rows does not matter. Takes rows
 * back, except that a window once seen keeps counting.
 */
public final class AvailabilityFunction
        extends AggregateFunction<Double, AvailabilityFunction.Window> {

    private static final long serialVersionUID = 1L;

    /** The accumulator; public, because Flink reads and writes its fields. */
    public static class Window {

        public CoveredTime lost = new CoveredTime();
        public long fromMillis = Long.MAX_VALUE;
        public long toMillis = Long.MIN_VALUE;
    }

    @Override
    public Window createAccumulator() {
        return new Window();
    }

    /** Called by Flink for each row. */
    public void accumulate(
            Window window,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant from,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant to,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant windowFrom,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant windowTo)
            throws Exception {
        if (windowFrom != null && windowTo != null) {
            window.fromMillis = Math.min(window.fromMillis, windowFrom.toEpochMilli());
            window.toMillis = Math.max(window.toMillis, windowTo.toEpochMilli());
        }
        if (from != null) {
            window.lost.add(from.toEpochMilli(), end(to));
        }
    }

    /** Called by Flink for each row that is no longer true. */
    public void retract(
            Window window,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant from,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant to,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant windowFrom,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant windowTo)
            throws Exception {
        if (from != null) {
            window.lost.takeAway(from.toEpochMilli(), end(to));
        }
    }

    private static long end(@Nullable Instant to) {
        return to == null ? Long.MAX_VALUE : to.toEpochMilli();
    }

    /** Called by Flink where parts of a group were aggregated apart. */
    public void merge(Window window, Iterable<Window> others) throws Exception {
        for (Window other : others) {
            window.fromMillis = Math.min(window.fromMillis, other.fromMillis);
            window.toMillis = Math.max(window.toMillis, other.toMillis);
            window.lost.addAll(other.lost);
        }
    }

    /** Called by Flink when a group is begun anew. */
    public void resetAccumulator(Window window) {
        window.lost.clear();
        window.fromMillis = Long.MAX_VALUE;
        window.toMillis = Long.MIN_VALUE;
    }

    @Override
    public @Nullable Double getValue(Window window) {
        if (window.toMillis <= window.fromMillis) {
            return null;
        }
        try {
            long lost = window.lost.millis(window.fromMillis, window.toMillis);
            return 1.0 - (double) lost / (window.toMillis - window.fromMillis);
        } catch (Exception e) {
            throw new IllegalStateException("The state of availability cannot be read", e);
        }
    }
}
