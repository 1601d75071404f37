package io.sightline.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty streams in one job for ten minutes, in which one thing after the other happens to most of
 * them; see docs/reference/performance.md for the command.
 */
final class ChaosDrill {

    private static final long SEED = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));
    private static final int STREAMS = Integer.getInteger("chaos.streams", 50);
    private static final Duration LENGTH =
            Duration.ofSeconds(Integer.getInteger("chaos.seconds", 600));

    /** Until all streams are measured, and until all have stopped. */
    private static final Duration AROUND = Duration.ofMinutes(3);

    @TempDir private Path folder;

    @Test
    void publishesOfEachStreamWhatWasDoneToIt() throws Exception {
        System.out.println("chaos.seed=" + SEED);
        ChaosMedia media = ChaosMedia.make(folder, (int) LENGTH.plus(AROUND).toSeconds());
        ChaosRun.require(
                folder,
                media,
                SEED,
                (run, script) -> {
                    for (int i = 0; i < STREAMS; i++) {
                        boolean isControl = i % 10 < 2;
                        if (i % 5 == 0) {
                            run.datagrams(
                                    (isControl ? "control-" : "udp-") + i,
                                    isControl
                                            ? script.nothing()
                                            : script.lasting(Fault::isOfDatagrams, LENGTH));
                        } else {
                            run.http(
                                    (isControl ? "control-" : "http-") + i,
                                    isControl
                                            ? script.nothing()
                                            : script.lasting(Fault::isOfHttp, LENGTH));
                        }
                    }
                });
    }
}
