package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.sink.FileDestination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.TableSinks;
import io.sightline.testing.SampleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkITCase {

    @TempDir Path output;

    @Test
    void finishedFilesHoldEveryRowOnceThoughTheJobFailsTwice() throws Exception {
        long seed = System.nanoTime();
        FileDestination files = new FileDestination(output.toString());
        OutputCheck.makeReady(files);

        NumberedRows.writeTo(TableSinks.of(files, SampleRows.MEASUREMENTS), seed);

        assertThat(jsonNumbers("alerts", "alert_id"))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(NumberedRows.all());
        assertThat(jsonNumbers("stream_states", "reason"))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(NumberedRows.all());
        List<Group> measurements = parquetRows();
        assertThat(measurements.stream().map(row -> row.getLong("media_start_us", 0)))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(NumberedRows.all());
        assertThat(measurements)
                .allSatisfy(
                        row ->
                                assertThat(row.getDouble("black_ratio", 0))
                                        .isEqualTo(row.getLong("media_start_us", 0) / 1_000.0));
    }

    private List<Long> jsonNumbers(String table, String column) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Long> numbers = new ArrayList<>();
        for (Path file : finished(table, ".jsonl")) {
            for (String line : Files.readAllLines(file)) {
                numbers.add(json.readTree(line).get(column).asLong());
            }
        }
        return numbers;
    }

    private List<Group> parquetRows() throws IOException {
        List<Group> rows = new ArrayList<>();
        for (Path file : finished("measurements", ".parquet")) {
            var path = new org.apache.hadoop.fs.Path(file.toUri());
            try (ParquetReader<Group> reader =
                    ParquetReader.builder(new GroupReadSupport(), path).build()) {
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** What readers look at: names without a leading dot. */
    private List<Path> finished(String table, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(output.resolve(table))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> file.getFileName().toString().endsWith(suffix))
                    .toList();
        }
    }
}
