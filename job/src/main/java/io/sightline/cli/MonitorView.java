package io.sightline.cli;

import io.sightline.sink.RowListener;

/** Shows a run while it goes on. Thread-safe, as every listener. */
interface MonitorView extends RowListener, AutoCloseable {

    /** Begins to show; called once, before the first row. */
    void open();

    /** Ends: nothing is printed afterwards. */
    @Override
    void close();
}
