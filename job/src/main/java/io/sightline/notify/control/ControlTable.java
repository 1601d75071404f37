package io.sightline.notify.control;

import static io.sightline.table.ColumnType.INT;
import static io.sightline.table.ColumnType.TEXT;
import static io.sightline.table.ColumnType.TEXT_MAP;
import static io.sightline.table.ColumnType.TIME;

import io.sightline.table.Column;
import io.sightline.table.JsonRows;
import io.sightline.table.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Controls as rows: a record of a topic, a line of a file and a row in SQL are the same JSON
 * object. Columns are added at the end, never renamed, removed or given another type within one
 * version.
 */
public final class ControlTable {

    /** Written into every row; changes only when a reader of the old columns would be wrong. */
    public static final int VERSION = 1;

    public static final TableSchema<Control> SCHEMA =
            new TableSchema<>(
                    "control_log",
                    "word of an operator, the latest of one id counts",
                    List.of(
                            new Column<>(
                                    "schema_version",
                                    INT,
                                    "version of this table's contract, now " + VERSION,
                                    row -> VERSION),
                            new Column<>(
                                    "control_id",
                                    TEXT,
                                    "names the control; the `reason` of what it suppresses",
                                    Control::id),
                            new Column<>(
                                    "kind",
                                    TEXT,
                                    "`acknowledge`, `snooze`, `maintenance`, or `withdrawn`",
                                    row -> row.kind().id()),
                            new Column<>(
                                    "incident_id",
                                    TEXT,
                                    "the incident it is about; null: any",
                                    Control::incidentId),
                            new Column<>(
                                    "stream_pattern",
                                    TEXT,
                                    "which streams; `*` for any characters, `?` for one; null: any",
                                    row -> row.stream() == null ? null : row.stream().text()),
                            new Column<>(
                                    "labels",
                                    TEXT_MAP,
                                    "labels that the streams have, all of them",
                                    Control::labels),
                            new Column<>(
                                    "defect_pattern",
                                    TEXT,
                                    "which defects, in the same way; null: any",
                                    row -> row.defect() == null ? null : row.defect().text()),
                            new Column<>(
                                    "from_at",
                                    TIME,
                                    "when it begins to hold; null: at once",
                                    Control::fromMillis),
                            new Column<>(
                                    "until_at",
                                    TIME,
                                    "when it no longer holds; null: when withdrawn",
                                    Control::untilMillis),
                            new Column<>(
                                    "weekly",
                                    TEXT,
                                    "the only hours in which it holds; null: all",
                                    row -> row.weekly() == null ? null : row.weekly().text()),
                            new Column<>(
                                    "time_zone",
                                    TEXT,
                                    "time zone of `weekly`",
                                    row ->
                                            row.weekly() == null
                                                    ? null
                                                    : row.weekly().zone().getId()),
                            new Column<>(
                                    "below",
                                    TEXT,
                                    "what is as severe as this is told nevertheless; null: nothing"
                                            + " is",
                                    row -> row.below() == null ? null : row.below().id()),
                            new Column<>("author", TEXT, "who said it", Control::author),
                            new Column<>("reason", TEXT, "why, for people", Control::reason),
                            new Column<>(
                                    "created_at",
                                    TIME,
                                    "when it was said, wall time",
                                    Control::createdAtMillis)));

    private static final JsonRows<Control> JSON = new JsonRows<>(SCHEMA);

    private ControlTable() {}

    /** One object on one line. */
    public static String json(Control control) {
        return new String(JSON.encode(control), StandardCharsets.UTF_8);
    }
}
