package io.sightline.source.reader;

import io.sightline.source.SourceSettings;
import io.sightline.source.ingest.Ingest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which inputs are read: as many as read at this moment, never more than one for
 * each input. A bound below that would let inputs that do not answer hold up those that do. A timer
 * thread wakes the task, and the inputs whose next look is due.
 *
 * <p>Ownership: the reader closes it.
 */
final class ReadingThreads implements AutoCloseable {

    private final SourceSettings settings;
    private final ExecutorService readers; // owned, stopped in close()
    private final ScheduledExecutorService timer; // owned, stopped in close()
    private final AtomicLong nextStartNanos = new AtomicLong(System.nanoTime());

    ReadingThreads(SourceSettings settings) {
        this.settings = settings;
        this.readers = Executors.newCachedThreadPool(task -> daemon(task, "ingest idle"));
        this.timer =
                Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "source tick"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Calls {@code wake} for ever, far more often than ticks are due. */
    void wakeRegularly(Runnable wake) {
        long period = Math.max(1, settings.tickInterval().toMillis() / 4);
        var unused = timer.scheduleAtFixedRate(wake, period, period, TimeUnit.MILLISECONDS);
    }

    /** Has an input read; those given at once start one after the other. */
    ReadingTask read(Ingest ingest) {
        long now = System.nanoTime();
        long start =
                nextStartNanos.getAndUpdate(
                        next -> Math.max(next, now) + settings.startSpacing().toNanos());
        long delayMillis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(start - now));
        return ReadingTask.start(ingest, readers, timer, delayMillis);
    }

    /** Ends all of it. Returns false if some threads are still busy after the deadline. */
    boolean closeAndWait() throws InterruptedException {
        close();
        return readers.awaitTermination(settings.closeDeadline().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        readers.shutdownNow();
    }
}
