package io.sightline.source.reader;

import io.sightline.source.SourceSettings;
import io.sightline.source.ingest.Ingest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which inputs are read. A look at a manifest takes milliseconds where all is well,
 * so a few threads serve thousands of inputs; one that takes longer, because nobody answers, or
 * because it is a socket that is read for ever, keeps its thread and is no longer counted. So there
 * are at most {@value #MAX_QUICK} threads and one for each input that is slow, and no input that
 * does not answer holds up another. A timer thread wakes the task, and the inputs whose next look
 * is due.
 *
 * <p>Ownership: the reader closes it.
 */
final class ReadingThreads implements AutoCloseable {

    private static final int MAX_QUICK = 32;
    private static final long SLOW_AFTER_MILLIS = 200;

    private final SourceSettings settings;
    private final ExecutorService threads; // owned, stopped in close()
    private final ScheduledExecutorService timer; // owned, stopped in close()
    private final AtomicLong nextStartNanos = new AtomicLong(System.nanoTime());

    private final Deque<Look> waiting = new ArrayDeque<>(); // guarded by this
    private final Set<Look> quick = new HashSet<>(); // guarded by this; running, not slow yet

    ReadingThreads(SourceSettings settings) {
        this.settings = settings;
        this.threads = Executors.newCachedThreadPool(task -> daemon(task, "ingest idle"));
        this.timer =
                Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "source tick"));
        long period = SLOW_AFTER_MILLIS / 4;
        var unused =
                timer.scheduleAtFixedRate(
                        this::letSlowOnesGo, period, period, TimeUnit.MILLISECONDS);
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
        ReadingTask task = new ReadingTask(ingest, this);
        task.goOnAfter(Math.max(0, TimeUnit.NANOSECONDS.toMillis(start - now)));
        return task;
    }

    /** Runs {@code step} after so many milliseconds, and as soon as there is a thread for it. */
    void runAfter(Runnable step, long millis) {
        var unused = timer.schedule(() -> enqueue(step), millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void enqueue(Runnable step) {
        waiting.add(new Look(step));
        startWaiting();
    }

    private void startWaiting() {
        while (!waiting.isEmpty() && quick.size() < MAX_QUICK) {
            Look look = waiting.poll();
            quick.add(look);
            look.startNanos = System.nanoTime();
            threads.execute(() -> run(look));
        }
    }

    private void run(Look look) {
        try {
            look.step.run();
        } finally {
            synchronized (this) {
                quick.remove(look);
                startWaiting();
            }
        }
    }

    private synchronized void letSlowOnesGo() {
        long now = System.nanoTime();
        quick.removeIf(
                look -> now - look.startNanos > TimeUnit.MILLISECONDS.toNanos(SLOW_AFTER_MILLIS));
        startWaiting();
    }

    /** One step of one input. Compared by identity. */
    private static final class Look {
        final Runnable step;
        long startNanos;

        Look(Runnable step) {
            this.step = step;
        }
    }

    /** Ends all of it. Returns false if some threads are still busy after the deadline. */
    boolean closeAndWait() throws InterruptedException {
        close();
        return threads.awaitTermination(settings.closeDeadline().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            waiting.clear();
            threads.shutdownNow();
        }
    }
}
