package io.sightline.sink;

import io.sightline.detector.api.Metric;
import io.sightline.table.Measurement;
import io.sightline.table.TableSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.local.LocalDataOutputStream;

/** A file of measurements as the job writes it. */
public final class MeasurementsFile {

    private MeasurementsFile() {}

    /**
     * Writes one.
     *
     * @param metrics that have a column of their own
     */
    public static void write(Path file, List<Metric> metrics, List<Measurement> rows)
            throws IOException {
        Files.createDirectories(file.getParent());
        try (FSDataOutputStream out = new LocalDataOutputStream(file.toFile())) {
            BulkWriter<Measurement> writer =
                    new ParquetRows<>(TableSchemas.measurements(metrics)).create(out);
            for (Measurement row : rows) {
                writer.addElement(row);
            }
            writer.finish();
        }
    }
}
