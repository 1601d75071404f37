package io.sightline.job;

import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;

/**
 * Hears every row of an embedded run as it happens. Called by task threads, several at a time: an
 * implementation is thread-safe and quick.
 */
public interface MonitorListener {

    void onAlert(Alert alert);

    void onMeasurement(Measurement measurement);

    void onStreamState(StreamStateRow state);
}
