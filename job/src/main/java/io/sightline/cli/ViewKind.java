package io.sightline.cli;

import java.io.PrintStream;

/** What {@code --print} may say. */
enum ViewKind {
    AUTO,
    TABLE,
    LINES,
    JSON;

    /**
     * Where people are told about the run: standard output belongs to the rows alone when they are
     * printed as JSON.
     */
    PrintStream forPeople(Terminal terminal) {
        return switch (this) {
            case AUTO, TABLE, LINES -> terminal.out();
            case JSON -> terminal.err();
        };
    }

    /** A view of what {@code record} collects; the record hears each row before the view. */
    MonitorView create(Terminal terminal, RunRecord record) {
        return switch (this) {
            case AUTO -> (terminal.interactive() ? TABLE : LINES).create(terminal, record);
            case TABLE -> new TableView(terminal, record);
            case LINES -> new LineView(terminal.out(), terminal.clock(), terminal.palette());
            case JSON ->
                    new JsonView(
                            terminal.out(),
                            new LineView(terminal.err(), terminal.clock(), Palette.PLAIN));
        };
    }
}
