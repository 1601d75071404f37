package io.sightline.backtest;

import io.sightline.readback.EventSpan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds which incidents of one subject are the same before and after: those that overlap, each with
 * the first that is left.
 *
 * @param toleranceMillis times that differ by no more are the same
 * @param span only what began in it counts
 * @param untilMillis what has not cleared lasts as far as this
 */
record IncidentMatch(long toleranceMillis, EventSpan span, long untilMillis) {

    /** What is found. */
    record Result(Totals totals, List<Difference> differences) {}

    /**
     * @param before in the order of their begin; the same of {@code after}
     */
    Result of(List<FoundIncident> before, List<FoundIncident> after) {
        Tally tally = new Tally();
        int b = 0;
        int a = 0;
        while (b < before.size() || a < after.size()) {
            FoundIncident old = b < before.size() ? before.get(b) : null;
            FoundIncident now = a < after.size() ? after.get(a) : null;
            if (old != null && now != null && overlap(old, now)) {
                tally.add(old, now);
                b++;
                a++;
            } else if (now == null || (old != null && old.endOrNever() <= now.endOrNever())) {
                tally.add(old, null);
                b++;
            } else {
                tally.add(null, now);
                a++;
            }
        }
        return new Result(tally.totals, tally.differences);
    }

    private boolean overlap(FoundIncident one, FoundIncident other) {
        return reaches(one.endOrNever(), other.startedMillis())
                && reaches(other.endOrNever(), one.startedMillis());
    }

    private boolean reaches(long endMillis, long startMillis) {
        return endMillis >= startMillis - toleranceMillis;
    }

    private boolean isSame(FoundIncident one, FoundIncident other) {
        return one.severity() == other.severity()
                && Math.abs(one.startedMillis() - other.startedMillis()) <= toleranceMillis
                && endsAlike(one.endedMillis(), other.endedMillis());
    }

    private boolean endsAlike(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return Math.abs(one - other) <= toleranceMillis;
    }

    private final class Tally {
        private Totals totals = Totals.NONE;
        private final List<Difference> differences = new ArrayList<>();

        void add(@Nullable FoundIncident old, @Nullable FoundIncident now) {
            boolean counts =
                    (old != null && span.contains(old.startedMillis()))
                            || (now != null && span.contains(now.startedMillis()));
            if (!counts) {
                return;
            }
            totals =
                    totals.plus(
                            new Totals(
                                    old == null ? 0 : 1,
                                    now == null ? 0 : 1,
                                    0,
                                    0,
                                    0,
                                    old == null ? 0 : old.lastedMillis(untilMillis),
                                    now == null ? 0 : now.lastedMillis(untilMillis)));
            if (old == null || now == null || !isSame(old, now)) {
                Difference difference = new Difference(old, now);
                differences.add(difference);
                totals = totals.with(difference.kind());
            }
        }
    }
}
