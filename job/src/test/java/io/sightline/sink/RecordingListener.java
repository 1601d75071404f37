package io.sightline.sink;

import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the rows of a run as they come. */
public final class RecordingListener implements RowListener {

    public final List<Alert> alerts = new CopyOnWriteArrayList<>();
    public final List<Measurement> measurements = new CopyOnWriteArrayList<>();
    public final List<StreamStateRow> states = new CopyOnWriteArrayList<>();

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
