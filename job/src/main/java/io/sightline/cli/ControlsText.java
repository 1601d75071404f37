package io.sightline.cli;

import io.sightline.cli.TextTable.Align;
import io.sightline.cli.TextTable.Cell;
import io.sightline.notify.control.Control;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Controls for people. */
final class ControlsText {

    private static final int WIDEST = 40;

    private ControlsText() {}

    /** An aligned table with a line about all of them. */
    static List<String> lines(
            List<Control> controls, String place, long nowMillis, int width, Palette palette) {
        if (controls.isEmpty()) {
            return List.of("No controls in " + place + ".");
        }
        TextTable table =
                new TextTable()
                        .column("CONTROL", Align.LEFT, WIDEST)
                        .column("KIND")
                        .column("NOW")
                        .column("ABOUT", Align.LEFT, WIDEST)
                        .column("WHEN", Align.LEFT, WIDEST + 20)
                        .column("AUTHOR", Align.LEFT, WIDEST)
                        .column("REASON");
        for (Control control : controls) {
            boolean holds = control.isInForce(nowMillis);
            Palette.Style style = holds ? Palette.Style.NONE : Palette.Style.FAINT;
            String now = control.isOver(nowMillis) ? "over" : holds ? "holds" : "waits";
            table.row(
                    List.of(
                            new Cell(control.id(), style),
                            new Cell(control.kind().id(), style),
                            new Cell(now, style),
                            new Cell(about(control), style),
                            new Cell(when(control), style),
                            new Cell(control.author(), style),
                            new Cell(control.reason(), style)));
        }
        List<String> lines = new ArrayList<>(table.lines(width, "", palette));
        lines.add("");
        lines.add(
                controls.size()
                        + (controls.size() == 1 ? " control in " : " controls in ")
                        + place
                        + ".");
        return lines;
    }

    private static String about(Control control) {
        List<String> parts = new ArrayList<>();
        if (control.incidentId() != null) {
            parts.add(control.incidentId());
        }
        if (control.stream() != null) {
            parts.add("stream " + control.stream().text());
        }
        new TreeMap<>(control.labels()).forEach((label, value) -> parts.add(label + "=" + value));
        if (control.defect() != null) {
            parts.add(control.defect().text());
        }
        if (control.below() != null) {
            parts.add("below " + control.below().id());
        }
        return String.join(" ", parts);
    }

    private static String when(Control control) {
        List<String> parts = new ArrayList<>();
        if (control.weekly() != null) {
            parts.add(control.weekly().text() + " " + control.weekly().zone());
        }
        if (control.fromMillis() != null) {
            parts.add("from " + Instant.ofEpochMilli(control.fromMillis()));
        }
        if (control.untilMillis() != null) {
            parts.add("until " + Instant.ofEpochMilli(control.untilMillis()));
        }
        return parts.isEmpty() ? "until it clears" : String.join(" ", parts);
    }
}
