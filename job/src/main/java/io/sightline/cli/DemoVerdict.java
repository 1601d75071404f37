package io.sightline.cli;

import io.sightline.cli.Palette.Style;
import io.sightline.cli.TextTable.Align;
import io.sightline.cli.TextTable.Cell;
import io.sightline.demo.Comparison;
import io.sightline.demo.Comparison.Line;
import io.sightline.demo.Comparison.Outcome;
import io.sightline.demo.Found;
import io.sightline.demo.Planted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Shows what the demo planted beside what was found. */
final class DemoVerdict {

    private DemoVerdict() {}

    static List<String> lines(Comparison comparison, int width, Palette palette) {
        TextTable table =
                new TextTable()
                        .column("STREAM", Align.LEFT, 8)
                        .column("DEFECT", Align.LEFT, 24)
                        .column("PLANTED, s", Align.RIGHT, 12)
                        .column("FOUND, s", Align.RIGHT, 14)
                        .column("");
        for (Line line : comparison.lines()) {
            Planted planted = line.planted();
            table.row(
                    List.of(
                            Cell.of(planted.streamId()),
                            Cell.of(planted.defect().value()),
                            Cell.of(
                                    span(
                                            planted.fromMillis(),
                                            OptionalLong.of(planted.toMillis()))),
                            Cell.of(line.found().map(DemoVerdict::span).orElse("-")),
                            verdict(line.outcome())));
        }
        for (Found found : comparison.consequences()) {
            table.row(unplanted(found, new Cell("comes with the above", Style.GOOD)));
        }
        for (Found found : comparison.surplus()) {
            table.row(unplanted(found, new Cell("not planted", Style.BAD)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(palette.paint(Style.HEADING, "Planted and found, seconds into each stream"));
        lines.addAll(table.lines(width, "  ", palette));
        long right = comparison.lines().stream().filter(l -> l.outcome() == Outcome.OK).count();
        int planted = comparison.lines().size();
        int surplus = comparison.surplus().size();
        String result =
                right
                        + " of "
                        + planted
                        + " planted defects found with the right times; "
                        + (surplus == 0 ? "nothing else" : surplus + " more")
                        + " reported.";
        lines.add(palette.paint(comparison.isMatch() ? Style.GOOD : Style.BAD, result));
        return lines;
    }

    private static List<Cell> unplanted(Found found, Cell verdict) {
        return List.of(
                Cell.of(found.streamId()),
                Cell.of(found.defect().value()),
                Cell.of("-"),
                Cell.of(span(found)),
                verdict);
    }

    private static Cell verdict(Outcome outcome) {
        return switch (outcome) {
            case OK -> new Cell("ok", Style.GOOD);
            case MISSED -> new Cell("missed", Style.BAD);
            case STARTS_OFF -> new Cell("begin is off", Style.BAD);
            case ENDS_OFF -> new Cell("end is off", Style.BAD);
            case STILL_OPEN -> new Cell("still open", Style.BAD);
        };
    }

    private static String span(Found found) {
        return span(found.fromMillis(), found.toMillis());
    }

    private static String span(long fromMillis, OptionalLong toMillis) {
        return String.format(Locale.ROOT, "%.1f - ", fromMillis / 1000.0)
                + (toMillis.isPresent()
                        ? String.format(Locale.ROOT, "%.1f", toMillis.getAsLong() / 1000.0)
                        : "");
    }
}
