package io.sightline.live;

import io.sightline.flow.StreamState;
import io.sightline.sink.RowListener;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Everything a run has told so far. Thread-safe; a waiting test looks again at every row. */
final class Told implements RowListener {

    private final List<Alert> alerts = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<StreamStateRow> states = new ArrayList<>();

    @Override
    public synchronized void onAlert(Alert alert) {
        alerts.add(alert);
        notifyAll();
    }

    @Override
    public synchronized void onMeasurement(Measurement measurement) {
        measurements.add(measurement);
        notifyAll();
    }

    @Override
    public synchronized void onStreamState(StreamStateRow state) {
        states.add(state);
        notifyAll();
    }

    /**
     * Waits until it holds.
     *
     * @return how long that took
     */
    synchronized Duration until(String what, Duration patience, BooleanSupplier condition)
            throws InterruptedException {
        long beginNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            long leftNanos = patience.toNanos() - (System.nanoTime() - beginNanos);
            if (leftNanos <= 0) {
                throw new AssertionError(
                        "Not within %s: %s%n%s%n%s".formatted(patience, what, states, alerts));
            }
            wait(Math.min(500, leftNanos / 1_000_000 + 1));
        }
        return Duration.ofNanos(System.nanoTime() - beginNanos);
    }

    synchronized List<Alert> alerts(String stream) {
        return alerts.stream().filter(alert -> alert.streamId().equals(stream)).toList();
    }

    List<Alert> alerts(String stream, String defect) {
        return alerts(stream).stream().filter(alert -> alert.defect().equals(defect)).toList();
    }

    List<Alert.Event> events(String stream, String defect) {
        return alerts(stream, defect).stream().map(Alert::event).toList();
    }

    synchronized List<Measurement> measurements(String stream) {
        return measurements.stream().filter(row -> row.streamId().equals(stream)).toList();
    }

    synchronized List<StreamStateRow> stateRows(String stream) {
        return states.stream().filter(row -> row.streamId().equals(stream)).toList();
    }

    List<StreamState> states(String stream) {
        return stateRows(stream).stream().map(StreamStateRow::state).toList();
    }

    boolean isNow(String stream, StreamState state) {
        List<StreamState> seen = states(stream);
        return !seen.isEmpty() && seen.get(seen.size() - 1) == state;
    }

    /** All rows as text. */
    synchronized String text() {
        return alerts + "\n" + measurements + "\n" + states;
    }
}
