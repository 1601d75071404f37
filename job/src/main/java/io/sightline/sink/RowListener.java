package io.sightline.sink;

import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;

/**
 * Hears of rows as they happen, before any checkpoint: after a restart some are told again.
 *
 * <p>Thread: any of the job's tasks, several at once. A call returns at once: the stream waits.
 */
public interface RowListener {

    void onAlert(Alert alert);

    void onMeasurement(Measurement measurement);

    void onStreamState(StreamStateRow state);
}
