package io.sightline.cli;

import io.sightline.cli.Palette.Style;
import io.sightline.cli.RunRecord.Incident;
import io.sightline.cli.RunRecord.Watched;
import io.sightline.cli.TextTable.Align;
import io.sightline.cli.TextTable.Cell;
import io.sightline.flow.StreamState;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is printed when a run is over: what was watched, and every incident. */
final class Summary {

    /** Columns from which messages fit too; they repeat what the other columns say. */
    private static final int WIDE = 140;

    private Summary() {}

    static List<String> lines(RunRecord record, EventTimes times, int width, Palette palette) {
        List<String> lines = new ArrayList<>();
        List<Watched> watched = record.watched();
        lines.add(palette.paint(Style.HEADING, "Watched"));
        if (watched.isEmpty()) {
            lines.add("  nothing");
        } else {
            lines.addAll(watchedTable(watched).lines(width, "  ", palette));
        }
        List<Incident> incidents = record.incidents();
        lines.add("");
        lines.add(palette.paint(Style.HEADING, "Incidents"));
        if (incidents.isEmpty()) {
            lines.add("  none");
        } else {
            lines.addAll(
                    incidentTable(incidents, times, width >= WIDE).lines(width, "  ", palette));
        }
        return lines;
    }

    private static TextTable watchedTable(List<Watched> watched) {
        TextTable table =
                new TextTable()
                        .column("STREAM", Align.LEFT, 32)
                        .column("MEDIA", Align.RIGHT, 10)
                        .column("COVERAGE", Align.RIGHT, 8)
                        .column("INCIDENTS", Align.RIGHT, 9)
                        .column("STATE AT THE END");
        for (Watched stream : watched) {
            table.row(
                    List.of(
                            Cell.of(AlertText.source(stream.streamId(), stream.rendition())),
                            Cell.of(EventTimes.seconds(stream.secondsWatched())),
                            Cell.of(coverage(stream.coverage())),
                            Cell.of(Integer.toString(stream.incidents())),
                            stateAtEnd(stream)));
        }
        return table;
    }

    private static Cell stateAtEnd(Watched stream) {
        StreamState state = stream.state();
        String text = StateText.of(state);
        return new Cell(
                stream.reason().isBlank() ? text : text + ": " + stream.reason(), Style.of(state));
    }

    private static String coverage(double share) {
        // Rounded down: what was not seen completely never looks complete.
        return Double.isNaN(share)
                ? "-"
                : String.format(Locale.ROOT, "%.1f %%", Math.floor(share * 1000 + 1e-9) / 10);
    }

    private static TextTable incidentTable(
            List<Incident> incidents, EventTimes times, boolean withMessage) {
        TextTable table =
                new TextTable()
                        .column("STREAM", Align.LEFT, 24)
                        .column("DEFECT", Align.LEFT, 24)
                        .column("SEVERITY", Align.LEFT, 8)
                        .column("START")
                        .column("END")
                        .column("LASTED", Align.RIGHT, 12);
        if (withMessage) {
            table.column("MESSAGE");
        }
        for (Incident incident : incidents) {
            Alert last = incident.last();
            Style style = Style.of(incident.worst());
            Long ended = last.endedAtMillis();
            List<Cell> cells = new ArrayList<>();
            cells.addAll(
                    List.of(
                            Cell.of(AlertText.source(last.streamId(), last.rendition())),
                            Cell.of(last.defect()),
                            new Cell(incident.worst().id(), style),
                            Cell.of(times.at(last.startedAtMillis())),
                            ended == null || incident.isOpen()
                                    ? new Cell("still open", style)
                                    : Cell.of(times.at(ended)),
                            Cell.of(EventTimes.lasted(last.durationMillis()))));
            if (withMessage) {
                cells.add(Cell.of(last.message()));
            }
            table.row(cells);
        }
        return table;
    }
}
