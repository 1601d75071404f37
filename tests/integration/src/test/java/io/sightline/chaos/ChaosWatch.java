package io.sightline.chaos;

import io.sightline.flow.StreamState;
import io.sightline.sink.RowListener;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What was published, as far as it is judged: small enough to be kept for ten minutes. Thread-safe.
 */
final class ChaosWatch implements RowListener {

    private static final Set<String> METRICS =
            Arrays.stream(Fault.values())
                    .flatMap(fault -> fault.shown().evidence().stream())
                    .collect(Collectors.toUnmodifiableSet());

    /** An alert and when it was told. */
    record Told(Alert alert, long atMillis) {}

    /**
     * A row of measurements.
     *
     * @param trouble what is not 0 among what is judged, by metric
     */
    record Second(long atMillis, int pictures, double coverage, Map<String, Double> trouble) {}

    private final Map<String, List<StreamStateRow>> states = new HashMap<>();
    private final Map<String, List<Told>> alerts = new HashMap<>();
    private final Map<String, List<Second>> seconds = new HashMap<>();

    @Override
    public synchronized void onStreamState(StreamStateRow row) {
        states.computeIfAbsent(row.streamId(), id -> new ArrayList<>()).add(row);
        notifyAll();
    }

    @Override
    public synchronized void onAlert(Alert alert) {
        alerts.computeIfAbsent(alert.streamId(), id -> new ArrayList<>())
                .add(new Told(alert, System.currentTimeMillis()));
    }

    @Override
    public synchronized void onMeasurement(Measurement row) {
        Map<String, Double> trouble = new HashMap<>();
        for (String metric : METRICS) {
            double value = row.values().getOrDefault(metric, 0.0);
            if (value > 0) {
                trouble.put(metric, value);
            }
        }
        seconds.computeIfAbsent(row.streamId(), id -> new ArrayList<>())
                .add(
                        new Second(
                                row.secondAtMillis(),
                                row.frames(),
                                row.coverage(),
                                Map.copyOf(trouble)));
        notifyAll();
    }

    /** Waits until it holds. Returns whether it does. */
    synchronized boolean until(Duration patience, BooleanSupplier condition)
            throws InterruptedException {
        long endNanos = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            long leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    synchronized List<StreamStateRow> states(String stream) {
        return List.copyOf(states.getOrDefault(stream, List.of()));
    }

    synchronized List<Told> alerts(String stream) {
        return List.copyOf(alerts.getOrDefault(stream, List.of()));
    }

    synchronized List<Second> seconds(String stream) {
        return List.copyOf(seconds.getOrDefault(stream, List.of()));
    }

    boolean isLive(String stream) {
        List<StreamStateRow> seen = states(stream);
        return !seen.isEmpty() && seen.get(seen.size() - 1).state() == StreamState.LIVE;
    }
}
