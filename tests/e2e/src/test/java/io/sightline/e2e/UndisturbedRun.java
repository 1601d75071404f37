package io.sightline.e2e;

import io.sightline.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The job embedded in one process over streams that have ended, into topics of its own. Ownership:
 * the starter closes it.
 */
final class UndisturbedRun implements AutoCloseable {

    private static final String TOPICS = "undisturbed";

    private final JavaProcess process; // owned
    private final String servers;
    private CommittedRows rows; // owned; null until topics exist

    private UndisturbedRun(JavaProcess process, String servers) {
        this.process = process;
        this.servers = servers;
    }

    static UndisturbedRun start(Path folder, Path registry, String servers, List<String> flags)
            throws IOException {
        JavaProcess process =
                new JavaProcess.Program(
                                "undisturbed",
                                JavaProcess.ownClassPath(),
                                flags,
                                "io.sightline.cli.Sightline",
                                List.of(
                                        "monitor",
                                        "--registry",
                                        registry.toString(),
                                        "--kafka",
                                        servers,
                                        "--topics",
                                        TOPICS,
                                        "--crash-marks",
                                        folder.resolve("undisturbed-marks").toString()),
                                Map.of(),
                                folder.resolve("log/undisturbed.log"))
                        .start();
        return new UndisturbedRun(process, servers);
    }

    /** Waits until the last second of every stream is committed. */
    void await(List<String> streams, Function<String, Instant> ends, Duration patience)
            throws InterruptedException {
        Eventually.until(
                "the undisturbed run",
                patience,
                () -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(process.lastLines(20));
                    }
                    if (rows == null) {
                        rows = CommittedRows.open(servers, TOPICS);
                    }
                    rows.read();
                    return streams.stream()
                            .allMatch(
                                    stream ->
                                            !rows.newest(stream)
                                                    .plusSeconds(1)
                                                    .isBefore(ends.apply(stream)));
                });
    }

    CommittedRows rows() {
        return rows;
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
        process.close();
    }
}
