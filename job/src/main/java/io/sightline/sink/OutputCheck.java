package io.sightline.sink;

import io.sightline.table.TableSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Makes a destination ready before the job starts, so that what is wrong is one clear error. */
public final class OutputCheck {

    /** How long brokers may take to answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private OutputCheck() {}

    /**
     * Creates folders or topics as needed and tries them. Blocks up to {@link #PATIENCE} for each
     * request to Kafka.
     *
     * @throws OutputException if the destination cannot be used
     */
    public static void makeReady(Destination destination) {
        if (destination instanceof FileDestination files) {
            for (String table : tables()) {
                requireWritable(new Path(files.folderOf(table)));
            }
        } else if (destination instanceof KafkaDestination kafka) {
            KafkaTopics.makeReady(kafka, PATIENCE);
        }
    }

    private static List<String> tables() {
        return List.of(
                TableSchemas.ALERTS.name(),
                TableSchemas.measurements(List.of()).name(),
                TableSchemas.STREAM_STATES.name());
    }

    private static void requireWritable(Path folder) {
        // Hidden, as every reader of such folders skips names that begin with a dot.
        Path probe = new Path(folder, ".writable-" + UUID.randomUUID());
        try {
            FileSystem files = folder.getFileSystem();
            if (!files.mkdirs(folder) && !files.getFileStatus(folder).isDir()) {
                throw new IOException("the folder cannot be created");
            }
            try (FSDataOutputStream out = files.create(probe, FileSystem.WriteMode.NO_OVERWRITE)) {
                out.write("writable".getBytes(StandardCharsets.UTF_8));
            }
            files.delete(probe, /* recursive= */ false);
        } catch (IOException e) {
            throw new OutputException(
                    OutputException.Code.OUTPUT_NOT_WRITABLE,
                    "Cannot write to the output folder "
                            + folder
                            + ": "
                            + e.getMessage()
                            + ". Name a folder that this user may create and write, with free space"
                            + " (--output DIR).",
                    e);
        }
    }
}
