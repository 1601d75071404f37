package io.sightline.source.reader;

import io.sightline.source.ingest.Ingest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has one input read on until it ends. It holds a thread only while it reads or waits for an
 * answer; until the next look is due, a timer remembers it.
 */
final class ReadingTask {

    private final Ingest ingest;
    private final ExecutorService threads; // borrowed
    private final ScheduledExecutorService timer; // borrowed

    private @Nullable Future<?> pending; // what runs, or what waits for its time
    private boolean cancelled;

    private ReadingTask(Ingest ingest, ExecutorService threads, ScheduledExecutorService timer) {
        this.ingest = ingest;
        this.threads = threads;
        this.timer = timer;
    }

    /** Begins after {@code delayMillis}. */
    static ReadingTask start(
            Ingest ingest,
            ExecutorService threads,
            ScheduledExecutorService timer,
            long delayMillis) {
        ReadingTask task = new ReadingTask(ingest, threads, timer);
        task.goOnAfter(delayMillis);
        return task;
    }

    private synchronized void goOnAfter(long millis) {
        if (cancelled) {
            return;
        }
        try {
            pending =
                    millis == 0
                            ? threads.submit(this::advance)
                            : timer.schedule(() -> goOnAfter(0), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            cancelled = true;
        }
    }

    private void advance() {
        long wait = ingest.advance();
        if (wait != Ingest.ENDED) {
            goOnAfter(Math.max(1, wait));
        }
    }

    /** Ends it without waiting; a thread that reads is interrupted. */
    synchronized void cancel() {
        cancelled = true;
        if (pending != null) {
            pending.cancel(/* mayInterruptIfRunning= */ true);
        }
    }
}
