package io.sightline.job;

import io.sightline.sink.RowListener;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rows of a run, kept as they come. */
final class ShownRows implements RowListener {

    final List<Measurement> measurements = new CopyOnWriteArrayList<>();
    final List<Alert> alerts = new CopyOnWriteArrayList<>();
    final List<StreamStateRow> states = new CopyOnWriteArrayList<>();

    @Override
    public void onAlert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void onMeasurement(Measurement measurement) {
        measurements.add(measurement);
    }

    @Override
    public void onStreamState(StreamStateRow state) {
        states.add(state);
    }
}
