package io.sightline.sink;

import io.sightline.table.JsonRows;
import io.sightline.table.Measurement;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Exactly-once sinks to files: a file appears under its final name once the checkpoint that ends it
 * is complete; until then its name begins with a dot. Alerts and stream states are JSON lines,
 * measurements Parquet.
 */
final class FileSinks {

    private FileSinks() {}

    static TableSinks of(FileDestination files, TableSchema<Measurement> measurements) {
        return new TableSinks(
                jsonLines(files, TableSchemas.ALERTS),
                parquet(files, measurements),
                jsonLines(files, TableSchemas.STREAM_STATES));
    }

    private static <R> Sink<R> jsonLines(FileDestination files, TableSchema<R> schema) {
        JsonRows<R> json = new JsonRows<>(schema);
        Encoder<R> lines =
                (row, out) -> {
                    out.write(json.encode(row));
                    out.write("\n".getBytes(StandardCharsets.UTF_8));
                };
        return FileSink.forRowFormat(new Path(files.folderOf(schema.name())), lines)
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(named(schema, ".jsonl"))
                .build();
    }

    private static <R> Sink<R> parquet(FileDestination files, TableSchema<R> schema) {
        return FileSink.forBulkFormat(
                        new Path(files.folderOf(schema.name())), new ParquetRows<>(schema))
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(named(schema, ".parquet"))
                .build();
    }

    private static OutputFileConfig named(TableSchema<?> schema, String suffix) {
        return OutputFileConfig.builder()
                .withPartPrefix(schema.name())
                .withPartSuffix(suffix)
                .build();
    }
}
