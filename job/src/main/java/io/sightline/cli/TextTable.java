package io.sightline.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays out rows in aligned columns. The last column takes what is left of the width, and is cut
 * there; the others are as wide as their content, up to a limit of their own.
 */
final class TextTable {

    private static final String GAP = "  ";

    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    /** On which side a column's content lies. */
    public enum Align {
        LEFT,
        RIGHT
    }

    /** One piece of text and what its colour says. */
    public record Cell(String text, Palette.Style style) {
        public static Cell of(String text) {
            return new Cell(text, Palette.Style.NONE);
        }
    }

    private record Column(String heading, Align align, int widest) {}

    /** Adds a column of at most {@code widest} characters. */
    public TextTable column(String heading, Align align, int widest) {
        columns.add(new Column(heading, align, widest));
        return this;
    }

    public TextTable column(String heading) {
        return column(heading, Align.LEFT, Integer.MAX_VALUE);
    }

    /** Adds a row: one cell for each column. */
    public void row(List<Cell> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    /**
     * The heading and the rows, none longer than {@code width} characters.
     *
     * @param indent put before each line
     */
    public List<String> lines(int width, String indent, Palette palette) {
        int[] widths = widths(width - indent.length());
        List<String> lines = new ArrayList<>();
        List<Cell> headings =
                columns.stream().map(c -> new Cell(c.heading(), Palette.Style.HEADING)).toList();
        lines.add(line(headings, widths, indent, palette));
        for (List<Cell> row : rows) {
            lines.add(line(row, widths, indent, palette));
        }
        return lines;
    }

    private int[] widths(int width) {
        int[] widths = new int[columns.size()];
        int left = width;
        for (int i = 0; i < widths.length; i++) {
            int content = columns.get(i).heading().length();
            for (List<Cell> row : rows) {
                content = Math.max(content, row.get(i).text().length());
            }
            widths[i] = Math.max(0, Math.min(left, Math.min(content, columns.get(i).widest())));
            left -= widths[i] + GAP.length();
        }
        return widths;
    }

    private String line(List<Cell> cells, int[] widths, String indent, Palette palette) {
        StringBuilder line = new StringBuilder(indent);
        int owedBlanks = 0; // written only before more text: lines have no trailing blanks
        for (int i = 0; i < widths.length && widths[i] > 0; i++) {
            String text = cut(cells.get(i).text(), widths[i]);
            int padding = widths[i] - text.length();
            boolean left = columns.get(i).align() == Align.LEFT;
            owedBlanks += left ? 0 : padding;
            if (!text.isEmpty()) {
                line.append(" ".repeat(owedBlanks));
                line.append(palette.paint(cells.get(i).style(), text));
                owedBlanks = 0;
            }
            owedBlanks += (left ? padding : 0) + GAP.length();
        }
        return line.toString();
    }

    /** The text, shortened with an ellipsis if it is longer than {@code width}. */
    static String cut(String text, int width) {
        String single = text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
        if (single.length() <= width) {
            return single;
        }
        return width <= 1 ? single.substring(0, width) : single.substring(0, width - 1) + "…";
    }
}
