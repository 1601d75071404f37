package io.sightline.cli;

import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a table of the streams at the bottom of the terminal, redrawn in place, with the alerts
 * scrolling away above it. Rows only mark what is to be drawn: drawing happens on a thread of its
 * own, twice a second, so a slow terminal never slows the job.
 */
final class TableView implements MonitorView {

    private static final long REDRAW_MILLIS = 500;
    private static final String ESCAPE = "\u001b[";
    private static final String ERASE_BELOW = ESCAPE + "J";
    private static final String HIDE_CURSOR = ESCAPE + "?25l";
    private static final String SHOW_CURSOR = ESCAPE + "?25h";

    private final Terminal terminal;
    private final RunRecord record;
    private final EventTimes times;
    private final PrintStream out;
    private final StringBuilder scrolled = new StringBuilder(); // alerts not yet printed
    private final ScheduledExecutorService drawing =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "terminal");
                        thread.setDaemon(true);
                        return thread;
                    });
    private int drawnLines;
    private boolean closed;

    TableView(Terminal terminal, RunRecord record) {
        this.terminal = terminal;
        this.record = record;
        this.times = EventTimes.clock(terminal.zone());
        this.out = terminal.out();
    }

    @Override
    public void open() {
        out.print(HIDE_CURSOR);
        var unused =
                drawing.scheduleWithFixedDelay(this::draw, 0, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onAlert(Alert alert) {
        String line =
                times.at(terminal.clock().millis())
                        + " "
                        + AlertText.brief(alert, times, terminal.palette());
        synchronized (scrolled) {
            scrolled.append(line.replace('\n', ' ')).append('\n');
        }
    }

    @Override
    public void onMeasurement(Measurement measurement) {
        // The record has it; the next drawing shows it.
    }

    @Override
    public void onStreamState(StreamStateRow state) {
        // The record has it; the next drawing shows it.
    }

    /** Draws what is there now; visible for tests. */
    synchronized void draw() {
        if (closed) {
            return;
        }
        String alerts;
        synchronized (scrolled) {
            alerts = scrolled.toString();
            scrolled.setLength(0);
        }
        List<String> table =
                TableLayout.lines(
                        record.watched(),
                        terminal.size().get(),
                        terminal.clock().millis(),
                        terminal.palette());
        // In one write, so that the terminal never shows half of it.
        StringBuilder frame = new StringBuilder();
        if (drawnLines > 0) {
            frame.append(ESCAPE).append(drawnLines).append('A').append('\r');
        }
        frame.append(ERASE_BELOW).append(alerts);
        for (String line : table) {
            frame.append(line).append('\n');
        }
        drawnLines = table.size();
        out.print(frame);
        out.flush();
    }

    /** Leaves the last table where it is. */
    @Override
    public void close() {
        drawing.shutdown();
        draw();
        synchronized (this) {
            if (!closed) {
                closed = true;
                out.print(SHOW_CURSOR);
                out.flush();
            }
        }
    }
}
