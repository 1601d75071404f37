package io.sightline.sink;

import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchema;
import org.apache.flink.api.connector.sink2.Sink;

/** One sink for each table, all of one destination. */
public record TableSinks(
        Sink<Alert> alerts, Sink<Measurement> measurements, Sink<StreamStateRow> streamStates) {

    /** The sinks of a destination that {@link OutputCheck} made ready. */
    public static TableSinks of(
            Destination destination, TableSchema<Measurement> measurementsSchema) {
        if (destination instanceof FileDestination files) {
            return FileSinks.of(files, measurementsSchema);
        }
        return KafkaSinks.of((KafkaDestination) destination, measurementsSchema);
    }

    /** The sinks that hand rows to the listener of a {@link LocalChannel}. */
    public static TableSinks of(LocalChannel channel) {
        return new TableSinks(
                new LocalSink<>(channel.id(), RowListener::onAlert),
                new LocalSink<>(channel.id(), RowListener::onMeasurement),
                new LocalSink<>(channel.id(), RowListener::onStreamState));
    }
}
