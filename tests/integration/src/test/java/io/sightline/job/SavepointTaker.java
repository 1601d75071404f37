package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.sink.LocalChannel;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;

/**
 * Takes the savepoint that a release keeps, with an incident open and another pending on every
 * rendition. Not a test of every build; src/test/resources/savepoints/README.md has the command.
 */
class SavepointTaker {

    private static final long LIMIT_MILLIS = 120_000;
    private static final int SPEED = 1;

    @Test
    void takesTheSavepointOfThisRelease() throws Exception {
        Path folder = Path.of(System.getProperty("sightline.savepoint", "target/savepoint"));
        SavepointScene.makeMedia();
        ToldRows told = new ToldRows();

        try (LocalChannel channel = LocalChannel.open(told)) {
            JobClient run =
                    SavepointScene.start(ScheduledDecoders.together(4, SPEED), 2, null, channel);
            for (var stream : SavepointScene.RENDITIONS.entrySet()) {
                for (String rendition : stream.getValue()) {
                    told.await(
                            "second %s %s %d"
                                    .formatted(
                                            stream.getKey(),
                                            rendition,
                                            SavepointScene.LAST_ROW_BEFORE),
                            LIMIT_MILLIS);
                }
            }
            String savepoint =
                    run.stopWithSavepoint(
                                    /* advanceToEndOfEventTime= */ false,
                                    Path.of("target/savepoint-taken").toUri().toString(),
                                    SavepointFormatType.CANONICAL)
                            .get();
            copy(Path.of(URI.create(savepoint)), folder);
        }

        assertThat(told.alerts())
                .as("silence is pending: take another")
                .noneMatch(alert -> alert.contains("audio.silence"));
        assertThat(told.alerts())
                .filteredOn(
                        alert -> alert.contains("alert OPENED") && alert.contains("video.black"))
                .hasSize(4);
        Files.write(folder.resolve("told.txt"), told.lines());
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
