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

    private static final Purpose OUTPUT =
            new Purpose("output", "--output DIR", OutputException.Code.OUTPUT_NOT_WRITABLE);
    private static final Purpose CHECKPOINTS =
            new Purpose(
                    "checkpoint",
                    "execution.checkpointing.dir",
                    OutputException.Code.CHECKPOINTS_NOT_WRITABLE);

    private static final Purpose EVIDENCE =
            new Purpose("evidence", "--evidence DIR", OutputException.Code.EVIDENCE_NOT_WRITABLE);

    private OutputCheck() {}

    /** What a folder is for, and which option names it. */
    private record Purpose(String name, String option, OutputException.Code code) {}

    /**
     * Creates folders or topics as needed and tries them. Blocks up to {@link #PATIENCE} for each
     * request to Kafka.
     *
     * @param writers how many slots write at once
     * @return what is odd but no reason to refuse
     * @throws OutputException if the destination cannot be used
     */
    public static List<String> makeReady(Destination destination, int writers) {
        if (destination instanceof FileDestination files) {
            for (String table : tables()) {
                requireWritable(new Path(files.folderOf(table)), OUTPUT);
            }
        } else if (destination instanceof KafkaDestination kafka) {
            return KafkaTopics.makeReady(kafka, writers, PATIENCE);
        }
        return List.of();
    }

    /**
     * Makes ready what notification reads and writes there.
     *
     * @throws OutputException if it cannot be used
     */
    public static void makeReadyForNotification(Destination destination) {
        if (destination instanceof FileDestination files) {
            requireWritable(new Path(files.folderOf(PagerLane.FOLDER)), OUTPUT);
            requireWritable(new Path(files.folderOf(TableSchemas.NOTIFICATIONS.name())), OUTPUT);
        } else if (destination instanceof KafkaDestination kafka) {
            KafkaTopics.makeReadyForNotification(kafka, PATIENCE);
        }
    }

    /** The same, with nobody to hear what is odd. */
    public static void makeReady(Destination destination) {
        var unused = makeReady(destination, 1);
    }

    /**
     * Tries the folder in which a cluster keeps checkpoints.
     *
     * @throws OutputException if it cannot be written
     */
    public static void requireCheckpoints(Path folder) {
        requireWritable(folder, CHECKPOINTS);
    }

    /**
     * Tries the folder in which pictures and clips of incidents are to be kept.
     *
     * @throws OutputException if it cannot be written
     */
    public static void requireEvidence(Path folder) {
        requireWritable(folder, EVIDENCE);
    }

    private static List<String> tables() {
        return List.of(
                TableSchemas.ALERTS.name(),
                TableSchemas.measurements(List.of()).name(),
                TableSchemas.STREAM_STATES.name());
    }

    private static void requireWritable(Path folder, Purpose purpose) {
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
                    purpose.code(),
                    "Cannot write to the "
                            + purpose.name()
                            + " folder "
                            + folder
                            + ": "
                            + e.getMessage()
                            + ". Name a folder that this user may create and write, with free space"
                            + " ("
                            + purpose.option()
                            + ").",
                    e);
        }
    }
}
