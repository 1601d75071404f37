package io.sightline.job;

import io.sightline.sink.RowListener;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * What a job told, as far as a restored one must fit it: alerts with their times and ids, and which
 * seconds were measured. Thread-safe.
 */
final class ToldRows implements RowListener {

    private final List<String> alerts = new ArrayList<>();
    private final List<String> seconds = new ArrayList<>();

    /** One alert: {@code alert EVENT STREAM RENDITION DEFECT started ended INCIDENT}. */
    @Override
    public synchronized void onAlert(Alert alert) {
        alerts.add(
                "alert %s %s %s %s %d %s %s"
                        .formatted(
                                alert.event(),
                                alert.streamId(),
                                alert.rendition(),
                                alert.defect(),
                                alert.startedAtMillis(),
                                alert.endedAtMillis() == null ? "-" : alert.endedAtMillis(),
                                alert.incidentId()));
        notifyAll();
    }

    @Override
    public synchronized void onMeasurement(Measurement row) {
        seconds.add(
                "second %s %s %d"
                        .formatted(row.streamId(), row.rendition(), row.secondAtMillis() / 1000));
        notifyAll();
    }

    @Override
    public void onStreamState(StreamStateRow state) {
        // Of no importance here.
    }

    synchronized List<String> alerts() {
        return List.copyOf(alerts);
    }

    synchronized List<String> seconds() {
        return List.copyOf(seconds);
    }

    /** Everything, sorted. */
    synchronized List<String> lines() {
        TreeSet<String> all = new TreeSet<>(alerts);
        all.addAll(seconds);
        return List.copyOf(all);
    }

    /** Waits until this second was told. */
    void await(String second, long limitMillis) throws InterruptedException {
        await(second, () -> seconds.contains(second), limitMillis);
    }

    /** Waits until there is an alert. */
    void awaitAlert(long limitMillis) throws InterruptedException {
        await("an alert", () -> !alerts.isEmpty(), limitMillis);
    }

    private synchronized void await(String what, BooleanSupplier isTold, long limitMillis)
            throws InterruptedException {
        long beginNanos = System.nanoTime();
        while (!isTold.getAsBoolean()) {
            if ((System.nanoTime() - beginNanos) / 1_000_000 > limitMillis) {
                throw new AssertionError("Not told: " + what + ", but " + seconds + alerts);
            }
            wait(100);
        }
    }
}
