package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon a webhook is called after the debounce step was handed the verdict that opens an
 * incident, and what a burst costs; over files, in one process. Not part of the normal run: {@code
 * -Pnotify}.
 */
class NotifyBenchmark {

    private static final int PER_SECOND = 100;
    private static final int SECONDS = 30;
    private static final int BURST = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir Path folder;

    private NotifyRun start(Receiver receiver) throws Exception {
        return NotifyRuns.start(
                folder,
                "targets:\n  hook: {type: webhook, flapping: false, url: '"
                        + receiver.url()
                        + "'}\n");
    }

    private static void await(Receiver receiver, int count) throws Exception {
        Waiting.until(count + " told", PATIENCE, () -> receiver.told().size() >= count);
    }

    @Test
    void latencyFromTheDecisionAtAHundredIncidentsASecond() throws Exception {
        int incidents = PER_SECOND * SECONDS;
        try (Receiver receiver = new Receiver();
                PagerFile pager = new PagerFile(folder);
                NotifyRun run = start(receiver)) {
            receiver.with(receiver::accept);
            pager.write(NotifyAlerts.opened(1_000_000));
            await(receiver, 1); // it runs

            try (DecidedAlerts deciding =
                    DecidedAlerts.start(folder, BlackVerdicts::opens, incidents, PER_SECOND)) {
                await(receiver, incidents + 1);
                report(receiver.told().subList(1, incidents + 1), deciding);
            }
            run.stop();
        }
    }

    private static void report(List<Receiver.Told> told, DecidedAlerts deciding) throws Exception {
        double[] millis = new double[told.size()];
        for (int i = 0; i < millis.length; i++) {
            JsonNode alert = new ObjectMapper().readTree(told.get(i).body());
            long decidedNanos = deciding.firstNanos(alert.get("stream_id").asText());
            millis[i] = (told.get(i).atNanos() - decidedNanos) / 1e6;
        }
        double seconds = (told.get(millis.length - 1).atNanos() - told.get(0).atNanos()) / 1e9;
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "from the decision to the request, %d incidents at %.0f/s: p50 %.1f ms, p99 %.1f ms,"
                        + " worst %.1f ms%n",
                millis.length,
                millis.length / seconds,
                millis[millis.length / 2],
                millis[millis.length * 99 / 100],
                millis[millis.length - 1]);
        assertThat(millis[millis.length * 99 / 100]).isLessThan(500);
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
            Waiting.until("the valve closes", PATIENCE, () -> run.pending() >= 256);
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
