package io.sightline.cli;

import io.sightline.backtest.Difference;
import io.sightline.backtest.FoundIncident;
import io.sightline.backtest.IncidentSubject;
import io.sightline.backtest.Outcome;
import io.sightline.backtest.Totals;
import io.sightline.cli.TextTable.Align;
import io.sightline.cli.TextTable.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows people what a backtest found. */
final class BacktestText {

    private static final int WIDEST_NAME = 40;

    private final int width;
    private final Palette palette;
    private final int shown;
    private final EventTimes times = EventTimes.stamp();

    /**
     * @param shown so many differences
     */
    BacktestText(int width, Palette palette, int shown) {
        this.width = width;
        this.palette = palette;
        this.shown = shown;
    }

    List<String> lines(String record, Outcome outcome, Duration took) {
        List<String> lines = new ArrayList<>();
        lines.add("Record: " + record);
        lines.add("Before: " + outcome.before());
        lines.add("After:  " + outcome.after());
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d seconds of %,d renditions from %s to %s, judged in %s: %,.0f times real time",
                        outcome.seconds(),
                        outcome.renditions(),
                        times.at(outcome.fromMillis()),
                        times.at(outcome.toMillis()),
                        EventTimes.lasted(took.toMillis()),
                        outcome.seconds() * 1e9 / Math.max(1, took.toNanos())));
        lines.add("");
        if (outcome.totals().isEmpty()) {
            lines.add("No incidents, neither before nor after.");
        } else {
            lines.addAll(totals(outcome));
        }
        if (!outcome.differences().isEmpty() && shown > 0) {
            lines.add("");
            lines.addAll(differences(outcome.differences()));
        }
        lines.addAll(notes(outcome));
        return lines;
    }

    private List<String> totals(Outcome outcome) {
        TextTable table =
                new TextTable()
                        .column("STREAM", Align.LEFT, WIDEST_NAME)
                        .column("RENDITION", Align.LEFT, WIDEST_NAME)
                        .column("DEFECT");
        Stream.of("BEFORE", "AFTER", "ADDED", "REMOVED", "CHANGED", "LASTED BEFORE", "AFTER")
                .forEach(heading -> table.column(heading, Align.RIGHT, WIDEST_NAME));
        outcome.totals().forEach((subject, totals) -> table.row(cells(subject, totals)));
        table.row(cells(new IncidentSubject("all", "", ""), outcome.total()));
        return table.lines(width, "  ", palette);
    }

    private static List<Cell> cells(IncidentSubject subject, Totals totals) {
        return Stream.of(
                        subject.stream(),
                        subject.rendition(),
                        subject.defect(),
                        Long.toString(totals.before()),
                        Long.toString(totals.after()),
                        signed("+", totals.added()),
                        signed("-", totals.removed()),
                        signed("", totals.changed()),
                        EventTimes.lasted(totals.beforeMillis()),
                        EventTimes.lasted(totals.afterMillis()))
                .map(Cell::of)
                .toList();
    }

    /** Nothing for nothing: what differs is seen at once. */
    private static String signed(String sign, long count) {
        return count == 0 ? "" : sign + count;
    }

    private List<String> differences(List<Difference> differences) {
        TextTable table =
                new TextTable()
                        .column("CHANGE")
                        .column("STREAM", Align.LEFT, WIDEST_NAME)
                        .column("RENDITION", Align.LEFT, WIDEST_NAME)
                        .column("DEFECT")
                        .column("BEFORE")
                        .column("AFTER");
        for (Difference difference : differences.subList(0, Math.min(shown, differences.size()))) {
            table.row(
                    Stream.of(
                                    difference.kind().name().toLowerCase(Locale.ROOT),
                                    difference.subject().stream(),
                                    difference.subject().rendition(),
                                    difference.subject().defect(),
                                    text(difference.before()),
                                    text(difference.after()))
                            .map(Cell::of)
                            .toList());
        }
        List<String> lines = new ArrayList<>(table.lines(width, "  ", palette));
        if (differences.size() > shown) {
            lines.add(
                    "  and "
                            + (differences.size() - shown)
                            + " more; --show N shows more of them, --format json or csv all");
        }
        return lines;
    }

    private String text(@Nullable FoundIncident incident) {
        if (incident == null) {
            return "-";
        }
        Long ended = incident.endedMillis();
        return times.at(incident.startedMillis())
                + (ended == null
                        ? ", open"
                        : ", " + EventTimes.lasted(ended - incident.startedMillis()))
                + ", "
                + incident.severity().id();
    }

    private static List<String> notes(Outcome outcome) {
        List<String> notes = new ArrayList<>();
        if (!outcome.notJudged().isEmpty()) {
            notes.add(
                    "Not judged, because measured by the wall clock and not in measurements: "
                            + String.join(", ", outcome.notJudged())
                            + ".");
        }
        if (outcome.notCompared() > 0) {
            notes.add(
                    "Not compared: "
                            + outcome.notCompared()
                            + " recorded incidents of renditions and times without measurements.");
        }
        if (outcome.fallBacks() > 0) {
            notes.add(
                    "Time of a rendition fell back "
                            + outcome.fallBacks()
                            + " times, as when a stream was added again: judged anew from there.");
        }
        if (!notes.isEmpty()) {
            notes.add(0, "");
        }
        return notes;
    }
}
