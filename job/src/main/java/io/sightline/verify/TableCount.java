package io.sightline.verify;

import io.sightline.verify.Findings.TableRows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts the rows of one table, and watches that a stream stays in its partition. */
final class TableCount {

    private final RecordTable table;
    private final Layout layout;
    private final Violations violations;

    private final Set<String> parts = new HashSet<>();
    private final Map<String, String> partByStream = new HashMap<>();
    private final TimeRange clock = new TimeRange();
    private final TimeRange media = new TimeRange();
    private long rows;

    TableCount(RecordTable table, Layout layout, Violations violations) {
        this.table = table;
        this.layout = layout;
        this.violations = violations;
    }

    /** A row, readable or not. */
    void row(RowPlace place) {
        rows++;
        parts.add(place.part());
    }

    /** What a readable row is of. */
    void of(String streamId, long timeMillis, RowPlace place) {
        (EventClock.isOffset(timeMillis) ? media : clock).add(timeMillis);
        String known = partByStream.putIfAbsent(streamId, place.part());
        if (layout == Layout.PARTITIONS && known != null && !known.equals(place.part())) {
            violations.add(
                    Rule.ONE_PARTITION,
                    "stream '" + streamId + "' has rows in " + known + " and here",
                    place);
        }
    }

    Set<String> streams() {
        return partByStream.keySet();
    }

    TableRows counted() {
        return new TableRows(
                table, rows, parts.size(), partByStream.size(), clock.span(), media.span());
    }
}
