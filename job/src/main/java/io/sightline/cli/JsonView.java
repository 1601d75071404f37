package io.sightline.cli;

import io.sightline.table.Alert;
import io.sightline.table.JsonRows;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchemas;
import java.io.PrintStream;

/**
 * Prints each alert as one JSON object a line, with the columns of the table {@code alerts}, and
 * nothing else on that stream; changes of state go to people elsewhere.
 */
final class JsonView implements MonitorView {

    private final PrintStream rows;
    private final MonitorView people; // owned, closed in close()
    private final JsonRows<Alert> json = new JsonRows<>(TableSchemas.ALERTS);
    private boolean closed;

    JsonView(PrintStream rows, MonitorView people) {
        this.rows = rows;
        this.people = people;
    }

    @Override
    public void open() {
        people.open();
    }

    @Override
    public synchronized void onAlert(Alert alert) {
        if (!closed) {
            byte[] object = json.encode(alert);
            rows.write(object, 0, object.length);
            rows.write('\n');
            rows.flush();
        }
    }

    @Override
    public void onMeasurement(Measurement measurement) {
        people.onMeasurement(measurement);
    }

    @Override
    public void onStreamState(StreamStateRow state) {
        people.onStreamState(state);
    }

    @Override
    public synchronized void close() {
        closed = true;
        rows.flush();
        people.close();
    }
}
