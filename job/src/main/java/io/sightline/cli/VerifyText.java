package io.sightline.cli;

import io.sightline.cli.Palette.Style;
import io.sightline.cli.TextTable.Align;
import io.sightline.cli.TextTable.Cell;
import io.sightline.verify.Findings;
import io.sightline.verify.Findings.Broken;
import io.sightline.verify.Findings.Gap;
import io.sightline.verify.Findings.TableRows;
import io.sightline.verify.Findings.TimeSpan;
import io.sightline.verify.Layout;
import io.sightline.verify.RowPlace;
import io.sightline.verify.Violation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what was found in a record for people. Times of a clock are in UTC. */
final class VerifyText {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Layout layout;
    private final int width;
    private final Palette palette;

    /**
     * @param width of the tables, characters; sentences are not cut
     */
    VerifyText(Layout layout, int width, Palette palette) {
        this.layout = layout;
        this.width = width;
        this.palette = palette;
    }

    List<String> lines(String name, Findings findings) {
        List<String> lines = new ArrayList<>();
        lines.add(heading("Record") + ": " + name);
        lines.addAll(tables(findings).lines(width, "  ", palette));
        lines.add("");
        lines.add(heading("Incidents") + ": " + incidents(findings.incidents()));
        lines.add(heading("Gaps") + ": " + gaps(findings.gaps()));
        if (findings.gaps().count() > 0) {
            lines.addAll(longest(findings.gaps()).lines(width, "  ", palette));
        }
        if (findings.repeatedStates() > 0) {
            lines.add(
                    heading("States")
                            + ": "
                            + counted(findings.repeatedStates(), "was", "were")
                            + " told again, as after a restart or with a new reason");
        }
        lines.add("");
        findings.broken().forEach(broken -> violations(broken, lines));
        lines.add(verdict(findings));
        return lines;
    }

    private TextTable tables(Findings findings) {
        TextTable table =
                new TextTable()
                        .column("TABLE")
                        .column("ROWS", Align.RIGHT, 15)
                        .column("STREAMS", Align.RIGHT, 9)
                        .column(
                                layout == Layout.PARTITIONS ? "PARTITIONS" : "FILES",
                                Align.RIGHT,
                                10)
                        .column("FROM")
                        .column("TO");
        for (TableRows rows : findings.tables()) {
            List<TimeSpan> spans = new ArrayList<>();
            if (rows.media() != null) {
                spans.add(rows.media());
            }
            if (rows.clock() != null) {
                spans.add(rows.clock());
            }
            table.row(
                    List.of(
                            Cell.of(rows.table().id()),
                            Cell.of(number(rows.rows())),
                            Cell.of(number(rows.streams())),
                            Cell.of(number(rows.parts())),
                            Cell.of(spans.isEmpty() ? "" : time(spans.get(0).fromMillis())),
                            Cell.of(spans.isEmpty() ? "" : time(spans.get(0).toMillis()))));
            if (spans.size() > 1) {
                table.row(
                        List.of(
                                Cell.of(""),
                                Cell.of(""),
                                Cell.of(""),
                                Cell.of(""),
                                Cell.of(time(spans.get(1).fromMillis())),
                                Cell.of(time(spans.get(1).toMillis()))));
            }
        }
        return table;
    }

    private static String incidents(Findings.Incidents incidents) {
        if (incidents.opened() == 0 && incidents.openedBefore() == 0) {
            return "none";
        }
        List<String> parts = new ArrayList<>();
        parts.add(number(incidents.opened()) + " opened");
        if (incidents.escalated() > 0) {
            parts.add(number(incidents.escalated()) + " escalated");
        }
        parts.add(number(incidents.cleared()) + " cleared");
        parts.add(number(incidents.open()) + " still open");
        if (incidents.leftOpen() > 0) {
            parts.add(number(incidents.leftOpen()) + " left open by a run that ended");
        }
        if (incidents.openedBefore() > 0) {
            parts.add(number(incidents.openedBefore()) + " opened before the topic begins");
        }
        return String.join(", ", parts);
    }

    private static String gaps(Findings.Gaps gaps) {
        if (gaps.count() == 0) {
            return "none";
        }
        return counted(gaps.count(), "hole", "holes")
                + " in the measurements of "
                + counted(gaps.renditions(), "rendition", "renditions")
                + ", "
                + counted(gaps.seconds(), "second", "seconds")
                + " in all"
                + (gaps.count() > gaps.longest().size() ? "; the longest:" : ":");
    }

    private static TextTable longest(Findings.Gaps gaps) {
        TextTable table =
                new TextTable()
                        .column("STREAM", Align.LEFT, 40)
                        .column("RENDITION", Align.LEFT, 24)
                        .column("FROM")
                        .column("MISSING", Align.RIGHT, 12);
        for (Gap gap : gaps.longest()) {
            table.row(
                    List.of(
                            Cell.of(gap.streamId()),
                            Cell.of(gap.rendition()),
                            Cell.of(time(gap.fromMillis())),
                            Cell.of(number(gap.seconds()) + " s")));
        }
        return table;
    }

    private void violations(Broken broken, List<String> lines) {
        String title = broken.rule().broken();
        lines.add(
                palette.paint(
                        Style.BAD,
                        title.substring(0, 1).toUpperCase(Locale.ROOT)
                                + title.substring(1)
                                + ": "
                                + number(broken.count())));
        for (Violation example : broken.examples()) {
            lines.add("  " + example.what());
            lines.add("    " + palette.paint(Style.FAINT, places(example.rows())));
        }
        long more = broken.count() - broken.examples().size();
        if (more > 0) {
            lines.add("  and " + number(more) + " more; --show N shows more of them");
        }
        if (!broken.rule().otherCause().isEmpty()) {
            lines.add("  " + broken.rule().otherCause());
        }
        lines.add("");
    }

    private static String places(List<RowPlace> rows) {
        return rows.stream().map(RowPlace::toString).collect(Collectors.joining(", "));
    }

    private String verdict(Findings findings) {
        if (!findings.isSound()) {
            return palette.paint(
                    Style.ALARM,
                    "Not sound: "
                            + counted(findings.violations(), "violation", "violations")
                            + " of "
                            + counted(findings.broken().size(), "kind", "kinds")
                            + ".");
        }
        if (findings.isEmpty()) {
            return palette.paint(Style.WARNING, "Nothing is in the record yet.");
        }
        return palette.paint(Style.GOOD, "Sound: everything that can be checked is as promised.");
    }

    private String heading(String text) {
        return palette.paint(Style.HEADING, text);
    }

    private static String counted(long count, String one, String several) {
        return number(count) + " " + (count == 1 ? one : several);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(long millis) {
        return EventTimes.isOffset(millis)
                ? EventTimes.offset(millis)
                : SECONDS.format(Instant.ofEpochMilli(millis));
    }
}
