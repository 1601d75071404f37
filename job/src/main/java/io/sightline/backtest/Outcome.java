package io.sightline.backtest;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a backtest found.
 *
 * @param before what the policy is compared with, for people
 * @param after the policy, for people
 * @param renditions that have measurements in the span
 * @param seconds rows that were judged
 * @param fromMillis the first second, epoch milliseconds; meaningless without rows
 * @param toMillis the end of the last second
 * @param totals by subject; of what has no incident there is none
 * @param differences in the order of subjects and times
 * @param notJudged defects with rules whose metrics no row holds
 * @param notCompared recorded incidents of which no measurements are there
 * @param fallBacks how many times seconds of a rendition fell back and judging began anew
 */
public record Outcome(
        String before,
        String after,
        long renditions,
        long seconds,
        long fromMillis,
        long toMillis,
        SortedMap<IncidentSubject, Totals> totals,
        List<Difference> differences,
        SortedSet<String> notJudged,
        long notCompared,
        long fallBacks) {

    public Totals total() {
        return totals.values().stream().reduce(Totals.NONE, Totals::plus);
    }
}
