package io.sightline.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record holds, and what does not fit.
 *
 * @param tables in their order, those without rows too
 * @param streams in any table
 * @param repeatedStates changes of state that told the state that was known: after a restart, or
 *     with a new reason. No violation
 * @param broken in the order of the rules; empty if the record is sound
 */
public record Findings(
        List<TableRows> tables,
        int streams,
        Incidents incidents,
        Gaps gaps,
        long repeatedStates,
        List<Broken> broken) {

    public Findings {
        tables = List.copyOf(tables);
        broken = List.copyOf(broken);
    }

    /** Whether nothing is wrong. */
    public boolean isSound() {
        return broken.isEmpty();
    }

    /** How many violations there are. */
    public long violations() {
        return broken.stream().mapToLong(Broken::count).sum();
    }

    /** Whether no row was there. */
    public boolean isEmpty() {
        return tables.stream().allMatch(table -> table.rows() == 0);
    }

    /**
     * The rows of a table.
     *
     * @param parts partitions or files that rows were in
     * @param clock the times that are of a clock, null if there are none
     * @param media the times that count from the begin of a file, null if there are none
     */
    public record TableRows(
            RecordTable table,
            long rows,
            int parts,
            int streams,
            @Nullable TimeSpan clock,
            @Nullable TimeSpan media) {}

    /**
     * From the earliest to the latest event time, epoch milliseconds; of states, wall time.
     *
     * @param toMillis not before {@code fromMillis}
     */
    public record TimeSpan(long fromMillis, long toMillis) {}

    /**
     * Incidents by how far they came.
     *
     * @param cleared of those opened
     * @param open those that may still clear
     * @param leftOpen those whose run ended without them, and another began from nothing
     * @param openedBefore those that opened before the record, as far as it is kept, begins
     */
    public record Incidents(
            long opened,
            long escalated,
            long cleared,
            long open,
            long leftOpen,
            long openedBefore) {}

    /**
     * Seconds without measurements between seconds with some.
     *
     * @param renditions that have any
     * @param longest the longest few, longest first
     */
    public record Gaps(long count, long seconds, int renditions, List<Gap> longest) {
        public Gaps {
            longest = List.copyOf(longest);
        }
    }

    /**
     * One hole.
     *
     * @param fromMillis begin of the first second that is missing, event time
     * @param seconds how many are missing
     */
    public record Gap(String streamId, String rendition, long fromMillis, long seconds) {}

    /**
     * A rule that does not hold.
     *
     * @param examples the first few
     */
    public record Broken(Rule rule, long count, List<Violation> examples) {
        public Broken {
            examples = List.copyOf(examples);
        }
    }
}
