package io.sightline.cli;

import io.sightline.cli.Palette.Style;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.io.PrintStream;
import java.time.Clock;

/** Prints one line for each alert and each change of a stream's state, stamped in UTC. */
final class LineView implements MonitorView {

    private final PrintStream out;
    private final Clock clock;
    private final Palette palette;
    private final EventTimes stamp = EventTimes.stamp();
    private boolean closed;

    LineView(PrintStream out, Clock clock, Palette palette) {
        this.out = out;
        this.clock = clock;
        this.palette = palette;
    }

    @Override
    public void open() {
        // Lines need no preparation.
    }

    @Override
    public void onAlert(Alert alert) {
        print(AlertText.full(alert, palette));
    }

    @Override
    public void onMeasurement(Measurement measurement) {
        // One a second and rendition is too much for a log; the files have them.
    }

    @Override
    public void onStreamState(StreamStateRow row) {
        String state = StateText.of(row.state());
        print(
                "STATE     "
                        + palette.paint(Style.of(row.state()), state)
                        + "  "
                        + AlertText.source(row.streamId(), row.rendition())
                        + (row.reason().isBlank() ? "" : "  " + row.reason()));
    }

    private synchronized void print(String text) {
        if (!closed) {
            out.println(stamp.at(clock.millis()) + " " + TextTable.cut(text, Integer.MAX_VALUE));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        out.flush();
    }
}
