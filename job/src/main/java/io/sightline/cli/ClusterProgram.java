package io.sightline.cli;

import io.sightline.job.ClusterJob;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command as a cluster runs it. A JobManager that takes over runs it once more, and Flink ends
 * a job for good, checkpoints and all, when that fails. So what is wrong fails a job that is new; a
 * job that has run before waits until it is mended.
 */
final class ClusterProgram {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterProgram.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private ClusterProgram() {}

    /**
     * @throws IllegalStateException with everything that is wrong
     * @throws InterruptedException when the cluster ends meanwhile
     */
    static void run(PrintStream out, JobStarter starter, String... args)
            throws InterruptedException {
        while (true) {
            var said = new ByteArrayOutputStream();
            int status;
            try (PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8)) {
                status = Sightline.run(Terminal.ofProcess(out, err), starter, args);
            }
            String message = said.toString(StandardCharsets.UTF_8).strip();
            if (status == ExitStatus.FINE) {
                if (!message.isEmpty()) {
                    LOG.warn(message);
                }
                return;
            }
            if (!ClusterJob.hasRunBefore()) {
                throw new IllegalStateException(message);
            }
            LOG.error(
                    "{}\nThis job has run before: it goes on from its last checkpoint as soon as"
                            + " that is mended, which is looked at again in {} s.",
                    message,
                    PAUSE.toSeconds());
            TimeUnit.SECONDS.sleep(PAUSE.toSeconds());
        }
    }
}
