package io.sightline.e2e;

import io.sightline.testing.Eventually;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a job does to the folder of its checkpoints, to the millisecond: a checkpoint's own folder
 * appears when it is triggered, its metadata when all of its state is written, which is just before
 * the tasks are told to commit.
 *
 * @param folder {@code execution.checkpointing.dir}
 */
record CheckpointFolder(Path folder) {

    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final String PREFIX = "chk-";
    private static final String METADATA = "_metadata";

    /** Returns as soon as a checkpoint is triggered that was not before. */
    void awaitTriggered(Duration patience) throws IOException, InterruptedException {
        long last = newest("");
        Eventually.until("a checkpoint", patience, OFTEN, () -> newest("") > last);
    }

    /** Returns as soon as a checkpoint is written that was not before. */
    void awaitWritten(Duration patience) throws IOException, InterruptedException {
        long last = newest(METADATA);
        Eventually.until("a checkpoint's end", patience, OFTEN, () -> newest(METADATA) > last);
    }

    /** The highest number of a checkpoint that has a file. */
    private long newest(String file) throws IOException {
        long newest = 0;
        try (DirectoryStream<Path> jobs = Files.newDirectoryStream(folder)) {
            for (Path job : jobs) {
                try (DirectoryStream<Path> checkpoints =
                        Files.newDirectoryStream(job, PREFIX + "*")) {
                    for (Path checkpoint : checkpoints) {
                        if (Files.exists(checkpoint.resolve(file))) {
                            String name = checkpoint.getFileName().toString();
                            newest =
                                    Math.max(
                                            newest,
                                            Long.parseLong(name.substring(PREFIX.length())));
                        }
                    }
                } catch (NoSuchFileException e) {
                    // A job that has ended takes its folder along.
                }
            }
        }
        return newest;
    }
}
