package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.NotifyFile;
import io.sightline.sink.FileDestination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon a webhook is called after the pager lane was written, and what a burst costs; over
 * files, in one process. Not part of the normal run: {@code -Pnotify}.
 */
class NotifyBenchmark {

    private static final int PER_SECOND = 100;
    private static final int SECONDS = 30;
    private static final int BURST = 10_000;

    @TempDir Path folder;

    private NotifyRun start(Receiver receiver) throws Exception {
        NotifyFile.Notify notify =
                NotifyFile.parse(
                        folder.resolve("notify.yaml"),
                        "targets:\n  hook: {type: webhook, url: '" + receiver.url() + "'}\n");
        return NotifyRun.start(
                new NotifyPlan(
                        notify.targets(),
                        notify.routes(),
                        new FileDestination(folder.toString()),
                        0,
                        NotifyPlan.DEFAULT_INTERVAL),
                folder.resolve("state"));
    }

    private static void await(Receiver receiver, int count) {
        while (receiver.told().size() < count) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void latencyAtAHundredAlertsASecond() throws Exception {
        try (Receiver receiver = new Receiver();
                PagerFile pager = new PagerFile(folder);
                NotifyRun run = start(receiver)) {
            receiver.with(receiver::accept);
            pager.write(NotifyAlerts.opened(1_000_000));
            await(receiver, 1); // it runs

            Map<String, Long> writtenNanos = new HashMap<>();
            long next = System.nanoTime();
            for (int i = 0; i < PER_SECOND * SECONDS; i++) {
                LockSupport.parkNanos(next - System.nanoTime());
                next += TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
                var alert = NotifyAlerts.opened(i);
                writtenNanos.put(alert.alertId(), System.nanoTime());
                pager.write(alert);
            }
            await(receiver, PER_SECOND * SECONDS + 1);

            double[] millis =
                    receiver.told().stream()
                            .filter(told -> writtenNanos.containsKey(told.key()))
                            .mapToDouble(
                                    told -> (told.atNanos() - writtenNanos.get(told.key())) / 1e6)
                            .sorted()
                            .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "latency of %d alerts at %d/s: p50 %.1f ms, p99 %.1f ms, worst %.1f ms%n",
                    millis.length,
                    PER_SECOND,
                    millis[millis.length / 2],
                    millis[millis.length * 99 / 100],
                    millis[millis.length - 1]);
            assertThat(millis[millis.length * 99 / 100]).isLessThan(500);
            run.stop();
        }
    }

    @Test
    void memoryOverABurstWhileTheTargetIsDown() throws Exception {
        try (Receiver receiver = new Receiver();
                PagerFile pager = new PagerFile(folder);
                NotifyRun run = start(receiver)) {
            receiver.with(receiver::accept);
            pager.write(NotifyAlerts.opened(1_000_000));
            await(receiver, 1);
            receiver.goDown();
            long before = usedBytes();
            for (int i = 0; i < BURST; i++) {
                pager.write(NotifyAlerts.opened(i));
            }
            while (run.pending() < 256) {
                LockSupport.parkNanos(5_000_000);
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
            int pending = run.pending();
            long during = usedBytes();
            receiver.comeBack();
            long beganNanos = System.nanoTime();
            await(receiver, BURST + 1);
            System.out.printf(
                    Locale.ROOT,
                    "burst of %d with the target down: %d pending, heap %+.1f MB; all told %.1f s"
                            + " after it is back%n",
                    BURST,
                    pending,
                    (during - before) / 1e6,
                    (System.nanoTime() - beganNanos) / 1e9);
            assertThat(pending).isLessThan(300);
            run.drain(0, Duration.ofSeconds(10));
            run.stop();
        }
    }

    private static long usedBytes() {
        long[] used = new long[3];
        for (int i = 0; i < used.length; i++) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            used[i] = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
        return Arrays.stream(used).min().getAsLong();
    }
}
