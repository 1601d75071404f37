package io.sightline.cli;

/** How many characters fit, at least 20 by 5: less is a terminal that does not tell. */
record TerminalSize(int columns, int rows) {

    /** What is assumed where nobody knows. */
    public static final TerminalSize USUAL = new TerminalSize(80, 24);

    public TerminalSize {
        columns = columns < 20 ? 80 : columns;
        rows = rows < 5 ? 24 : rows;
    }
}
