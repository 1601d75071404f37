package io.sightline.verify;

import io.sightline.verify.Findings.Gaps;
import io.sightline.verify.Findings.Incidents;
import io.sightline.verify.Findings.TableRows;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a record keeps what is promised of it. Rows are given one by one, those of one
 * part in their order, the parts in any; {@link #findings()} may be asked at any time, and says
 * what holds for the rows so far.
 *
 * <p>Memory: some words for each incident and its events, for each rendition, and for each hole in
 * its measurements; nothing for a row of measurements. Thread: one.
 */
public final class RecordCheck {

    private final Map<RecordTable, TableCount> tables = new EnumMap<>(RecordTable.class);
    private final Violations violations;
    private final AlertsCheck alerts;
    private final SecondsCheck seconds;
    private final StatesCheck states;

    /**
     * @param latestMillis epoch milliseconds; later times are in the future
     * @param examples how many violations of each rule are kept; all are counted
     */
    public RecordCheck(Layout layout, long latestMillis, int examples) {
        this.violations = new Violations(examples);
        EventClock clock = new EventClock(latestMillis);
        for (RecordTable table : RecordTable.values()) {
            tables.put(table, new TableCount(table, layout, violations));
        }
        this.alerts = new AlertsCheck(clock, violations);
        this.seconds = new SecondsCheck(clock, violations);
        this.states = new StatesCheck(layout, clock, violations);
    }

    /**
     * The first rows of a part are deleted by now: what began in them is no violation. To be said
     * before its first row.
     */
    public void headIsGone(RecordTable table, String part) {
        if (table == RecordTable.ALERTS) {
            alerts.headIsGone(part);
        }
    }

    /**
     * A row as it is in topics and in files of JSON lines.
     *
     * @param json one object; null for a record without a value, which is a violation
     */
    public void row(RecordTable table, RowPlace place, @Nullable String json) {
        try {
            Fields row = Fields.of(json);
            switch (table) {
                case ALERTS -> alert(place, AlertRow.of(row));
                case MEASUREMENTS -> measurement(place, MeasuredSecond.of(row));
                case STREAM_STATES -> state(place, StateRow.of(row));
            }
        } catch (BadRowException e) {
            unreadable(table, place, String.valueOf(e.getMessage()));
        }
    }

    /** A row of measurements that was not JSON. */
    public void measurement(RowPlace place, MeasuredSecond row) {
        count(RecordTable.MEASUREMENTS, row.streamId(), row.secondAtMillis(), place);
        seconds.row(place, row);
    }

    /** A row that is no row of its table, and why. */
    public void unreadable(RecordTable table, RowPlace place, String why) {
        tables.get(table).row(place);
        violations.add(Rule.READABLE, "a row of " + table.id() + ": " + why, place);
    }

    private void alert(RowPlace place, AlertRow row) {
        count(RecordTable.ALERTS, row.streamId(), row.eventAtMillis(), place);
        alerts.row(place, row);
    }

    private void state(RowPlace place, StateRow row) {
        count(RecordTable.STREAM_STATES, row.streamId(), row.sinceMillis(), place);
        states.row(place, row);
    }

    private void count(RecordTable table, String streamId, long timeMillis, RowPlace place) {
        TableCount rows = tables.get(table);
        rows.row(place);
        rows.of(streamId, timeMillis, place);
    }

    /** What holds for the rows so far. */
    public Findings findings() {
        Violations all = violations.copy();
        Incidents incidents = alerts.conclude(seconds::isOfClockOnly, all);
        Gaps gaps = seconds.gaps();
        List<TableRows> counted = new ArrayList<>();
        Set<String> streams = new HashSet<>();
        for (TableCount table : tables.values()) {
            counted.add(table.counted());
            streams.addAll(table.streams());
        }
        return new Findings(
                counted, streams.size(), incidents, gaps, states.repeated(), all.broken());
    }
}
