package io.sightline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.table.Measurement;
import io.sightline.table.Provenance;
import io.sightline.testing.SampleRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.util.InstantiationUtil;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {

    @TempDir Path folder;

    @Test
    void readsBackWhatWasWritten() throws Exception {
        Measurement notFinite =
                new Measurement(
                        "s",
                        "main",
                        1_795_228_001_123L,
                        -5,
                        "none",
                        0,
                        0,
                        Map.of("black_ratio", Double.NaN),
                        new Provenance("0.2.0", "p", Map.of(), Map.of()));

        List<Group> rows = roundTrip(List.of(SampleRows.measurement(42), notFinite));

        Group first = rows.get(0);
        assertThat(first.getInteger("schema_version", 0)).isEqualTo(1);
        assertThat(first.getString("stream_id", 0)).isEqualTo("stream-0");
        assertThat(first.getLong("second_at", 0)).as("64-bit milliseconds").isEqualTo(42_000);
        assertThat(first.getLong("media_start_us", 0)).isEqualTo(42);
        assertThat(first.getInteger("frames", 0)).isEqualTo(25);
        assertThat(first.getDouble("black_ratio", 0)).isEqualTo(0.042);
        Group extra = first.getGroup("extra", 0).getGroup("key_value", 0);
        assertThat(extra.getString("key", 0)).isEqualTo("plugin");
        assertThat(extra.getDouble("value", 0)).isEqualTo(42);
        Group second = rows.get(1);
        assertThat(second.getLong("second_at", 0)).isEqualTo(1_795_228_001_123L);
        assertThat(second.getFieldRepetitionCount("black_ratio")).as("null").isZero();
        assertThat(second.getType().getType("second_at").asPrimitiveType().toString())
                .isEqualTo("optional int64 second_at (TIMESTAMP(MILLIS,false))");
    }

    private List<Group> roundTrip(List<Measurement> rows) throws Exception {
        ParquetRows<Measurement> format =
                InstantiationUtil.clone(new ParquetRows<>(SampleRows.MEASUREMENTS));
        var path = new org.apache.flink.core.fs.Path(folder.resolve("rows.parquet").toUri());
        try (FSDataOutputStream out =
                path.getFileSystem().create(path, FileSystem.WriteMode.NO_OVERWRITE)) {
            BulkWriter<Measurement> writer = format.create(out);
            for (Measurement row : rows) {
                writer.addElement(row);
            }
            writer.finish();
        }
        List<Group> read = new ArrayList<>();
        var file = new org.apache.hadoop.fs.Path(folder.resolve("rows.parquet").toUri());
        try (ParquetReader<Group> reader =
                ParquetReader.builder(new GroupReadSupport(), file).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                read.add(row);
            }
        }
        return read;
    }
}
