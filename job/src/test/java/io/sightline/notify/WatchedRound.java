package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.sink.FileDestination;
import io.sightline.sink.RowListener;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * One run of the job that watches, from its first second of media to its last.
 *
 * @param framesPerSecond by the clock on the wall
 * @param microsPerFrame CPU time of the task's thread, on which all of it happens but reading
 * @param told alerts that the target had taken when the job had ended
 * @param pending letters that waited for it then
 */
record WatchedRound(
        double framesPerSecond,
        double microsPerFrame,
        double alertsPerSecond,
        int told,
        int pending) {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String POLICY =
            "defaults:\n  video.black: {open-after: 200ms, clear-after: 200ms}\n";

    static WatchedRound of(Path clip, ThroughputDrill.Target target, Path output) throws Exception {
        Files.createDirectories(output);
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver receiver = new Receiver()) {
            switch (target) {
                case NONE, UP -> receiver.with(receiver::accept);
                case REFUSING -> receiver.goDown();
                case HANGING -> receiver.with((exchange, told) -> waitFor(end));
            }
            if (target == ThroughputDrill.Target.NONE) {
                Clock clock = watch(clip, output);
                return clock.round(0, 0);
            }
            try (NotifyRun telling = NotifyRuns.start(output, yaml(receiver))) {
                Clock clock = watch(clip, output);
                WatchedRound round = clock.round(receiver.told().size(), telling.pending());
                telling.stop();
                return round;
            }
        } finally {
            end.countDown();
        }
    }

    private static String yaml(Receiver receiver) {
        return "targets:\n  hook: {type: webhook, url: '"
                + receiver.url()
                + "', flapping: false}\n";
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Clock watch(Path clip, Path output) throws Exception {
        MonitorPlan plan =
                new MonitorPlan(
                        List.of(StreamEntry.of(new StreamId("flat-out"), clip.toString())),
                        /* registry= */ null,
                        Map.of(),
                        PolicyFile.parse("policy.yaml", POLICY),
                        List.of(),
                        SourceSettings.DEFAULTS,
                        new FileDestination(output.toString()),
                        /* parallelism= */ 1,
                        output.resolve("state"),
                        Duration.ofSeconds(5),
                        /* restoreFrom= */ null);
        Clock clock = new Clock();
        try (EmbeddedRun run = EmbeddedRun.start(plan, clock)) {
            assertThat(run.await(PATIENCE)).as("it ends within %s", PATIENCE).isTrue();
        }
        return clock;
    }

    /** Counts on the task's thread; read when the job has ended. */
    private static final class Clock implements RowListener {

        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private long frames;
        private long alerts;
        private long firstNanos;
        private long firstCpuNanos;
        private long lastNanos;
        private long lastCpuNanos;

        WatchedRound round(int told, int pending) {
            double seconds = (lastNanos - firstNanos) / 1e9;
            return new WatchedRound(
                    frames / seconds,
                    (lastCpuNanos - firstCpuNanos) / 1e3 / frames,
                    alerts / seconds,
                    told,
                    pending);
        }

        @Override
        public void onMeasurement(Measurement measurement) {
            lastNanos = System.nanoTime();
            lastCpuNanos = THREADS.getCurrentThreadCpuTime();
            if (firstNanos == 0) {
                firstNanos = lastNanos;
                firstCpuNanos = lastCpuNanos;
            } else {
                frames += measurement.frames();
            }
        }

        @Override
        public void onAlert(Alert alert) {
            alerts++;
        }

        @Override
        public void onStreamState(StreamStateRow row) {
            // It is there from begin to end.
        }
    }
}
