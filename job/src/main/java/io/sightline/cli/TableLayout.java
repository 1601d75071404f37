package io.sightline.cli;

import io.sightline.cli.Palette.Style;
import io.sightline.cli.RunRecord.Watched;
import io.sightline.cli.TextTable.Align;
import io.sightline.cli.TextTable.Cell;
import io.sightline.detector.model.RenditionId;
import io.sightline.flow.StreamState;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Draws the live table as text. On a narrow terminal the less important columns go; where not all
 * rows fit, those in trouble stay.
 */
final class TableLayout {

    private static final int WIDEST_STREAM = 24;
    private static final int NARROW = 100;
    private static final int VERY_NARROW = 64;

    private enum Field {
        RENDITION,
        WATCHED,
        FPS,
        COVERAGE,
        LOUDNESS
    }

    private TableLayout() {}

    /**
     * The table, no wider and no higher than {@code size}.
     *
     * @param nowMillis wall time, for ages
     */
    static List<String> lines(
            List<Watched> streams, TerminalSize size, long nowMillis, Palette palette) {
        Set<Field> fields = fields(streams, size.columns());
        int room = size.rows() - 3; // heading, the line about what is left out, the cursor's line
        List<Watched> shown = mostUrgent(streams, room);
        TextTable table = table(fields, size.columns());
        for (Watched stream : shown) {
            table.row(row(stream, fields, nowMillis));
        }
        List<String> lines = new ArrayList<>(table.lines(size.columns(), "", palette));
        if (shown.size() < streams.size()) {
            String rest =
                    "and " + (streams.size() - shown.size()) + " more, without open incidents";
            if (streams.stream().filter(TableLayout::inTrouble).count() > room) {
                rest = "and " + (streams.size() - shown.size()) + " more";
            }
            lines.add(palette.paint(Style.FAINT, rest));
        }
        return lines;
    }

    private static Set<Field> fields(List<Watched> streams, int columns) {
        Set<Field> fields = EnumSet.allOf(Field.class);
        boolean onlyMain =
                streams.stream().allMatch(s -> s.rendition().equals(RenditionId.MAIN.value()));
        if (onlyMain) {
            fields.remove(Field.RENDITION);
        }
        if (columns < NARROW) {
            fields.remove(Field.LOUDNESS);
            if (!onlyMain) {
                fields.remove(Field.WATCHED);
            }
        }
        if (columns < VERY_NARROW) {
            fields.removeAll(EnumSet.of(Field.WATCHED, Field.FPS, Field.COVERAGE));
        }
        return fields;
    }

    private static TextTable table(Set<Field> fields, int columns) {
        TextTable table = new TextTable();
        int widestStream = columns < NARROW ? 16 : WIDEST_STREAM;
        table.column("STREAM", Align.LEFT, widestStream);
        if (fields.contains(Field.RENDITION)) {
            table.column("RENDITION", Align.LEFT, 12);
        }
        table.column("STATE", Align.LEFT, 11);
        if (fields.contains(Field.WATCHED)) {
            table.column("WATCHED", Align.RIGHT, 9);
        }
        if (fields.contains(Field.FPS)) {
            table.column("FPS", Align.RIGHT, 4);
        }
        if (fields.contains(Field.COVERAGE)) {
            table.column("COVER", Align.RIGHT, 5);
        }
        if (fields.contains(Field.LOUDNESS)) {
            table.column("LUFS", Align.RIGHT, 6);
        }
        return table.column("LAST ALERT");
    }

    private static List<Cell> row(Watched stream, Set<Field> fields, long nowMillis) {
        boolean looking = stream.state() == StreamState.LIVE;
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(stream.streamId()));
        if (fields.contains(Field.RENDITION)) {
            cells.add(Cell.of(stream.rendition()));
        }
        cells.add(new Cell(StateText.of(stream.state()), Style.of(stream.state())));
        if (fields.contains(Field.WATCHED)) {
            cells.add(Cell.of(EventTimes.seconds(stream.secondsWatched())));
        }
        if (fields.contains(Field.FPS)) {
            boolean known = looking && stream.framesInLastSecond() > 0;
            cells.add(Cell.of(known ? Integer.toString(stream.framesInLastSecond()) : "-"));
        }
        if (fields.contains(Field.COVERAGE)) {
            cells.add(Cell.of(percent(stream.coverage())));
        }
        if (fields.contains(Field.LOUDNESS)) {
            boolean known = looking && Double.isFinite(stream.loudnessLufs());
            cells.add(
                    Cell.of(
                            known
                                    ? String.format(Locale.ROOT, "%.1f", stream.loudnessLufs())
                                    : "-"));
        }
        cells.add(lastAlert(stream, nowMillis));
        return cells;
    }

    private static Cell lastAlert(Watched stream, long nowMillis) {
        Alert alert = stream.lastAlert();
        if (alert == null) {
            boolean wrong =
                    stream.state() == StreamState.BROKEN || stream.state() == StreamState.NO_SIGNAL;
            return wrong ? new Cell(stream.reason(), Style.FAINT) : Cell.of("");
        }
        String age = EventTimes.age(nowMillis - stream.lastAlertWallMillis());
        String text = alert.defect() + " " + AlertText.word(alert.event()) + " " + age + " ago";
        if (alert.event() == Alert.Event.CLEARED) {
            return new Cell(text, Style.FAINT);
        }
        return new Cell(text, Style.of(alert.severity()));
    }

    /** {@code 100 %}, rounded down so that what was not seen completely never looks complete. */
    static String percent(double share) {
        return Double.isNaN(share) ? "-" : (int) Math.floor(share * 100 + 1e-9) + " %";
    }

    private static boolean inTrouble(Watched stream) {
        return stream.openIncidents() > 0;
    }

    private static List<Watched> mostUrgent(List<Watched> streams, int room) {
        if (streams.size() <= room) {
            return streams;
        }
        // The sort is stable: within one urgency the order by name stays.
        return streams.stream()
                .sorted(Comparator.comparing(stream -> !inTrouble(stream)))
                .limit(Math.max(1, room))
                .toList();
    }
}
