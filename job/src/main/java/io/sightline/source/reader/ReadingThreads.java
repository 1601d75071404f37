package io.sightline.source.reader;

import io.sightline.source.SourceSettings;
import io.sightline.source.ingest.Ingest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which inputs are read. Input that comes in segments holds one only while it has
 * something to do, never while something is on its way, so {@value #MAX_SHARED} threads serve
 * thousands of such inputs. Each connection that is open, and each file, has a thread of its own. A
 * shared thread that waits all the same, for the address of a host or for room in a queue, is no
 * longer counted, so that no input holds up another. A timer thread wakes the task, and the inputs
 * whose next look is due.
 *
 * <p>Ownership: the reader closes it.
 */
final class ReadingThreads implements AutoCloseable {

    private static final int MAX_SHARED = 8;
    private static final long SAMPLE_MILLIS = 50;

    /** Waits who was found waiting so many times in a row; */
    private static final int SAMPLES_WAITING = 4;

    /** or who takes so many, as not all waiting can be told from work. */
    private static final int SAMPLES_AT_MOST = 40;

    private final SourceSettings settings;
    private final ExecutorService threads; // owned, stopped in close()
    private final ScheduledExecutorService timer; // owned, stopped in close()
    private final AtomicLong nextStartNanos = new AtomicLong(System.nanoTime());

    private final Deque<Look> due = new ArrayDeque<>(); // guarded by this
    private final Set<Look> counted = new HashSet<>(); // guarded by this

    ReadingThreads(SourceSettings settings) {
        this.settings = settings;
        this.threads = Executors.newCachedThreadPool(task -> daemon(task, "ingest idle"));
        this.timer =
                Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "source tick"));
        var unused =
                timer.scheduleAtFixedRate(
                        this::letThoseGoThatWait,
                        SAMPLE_MILLIS,
                        SAMPLE_MILLIS,
                        TimeUnit.MILLISECONDS);
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
        long start = nextStartNanos.getAndUpdate(next -> Math.max(next, now) + spacingNanos());
        ReadingTask task = new ReadingTask(ingest, this);
        task.goOnAfter(Math.max(0, TimeUnit.NANOSECONDS.toMillis(start - now)));
        return task;
    }

    /** At random, the setting in the mean: inputs that began together do not stay in step. */
    private long spacingNanos() {
        long most = 2 * settings.startSpacing().toNanos();
        return most == 0 ? 0 : ThreadLocalRandom.current().nextLong(most);
    }

    /**
     * Runs {@code step} after so many milliseconds, and as soon as there is a thread for it.
     *
     * @param ownThread whether it needs no turn among those that share
     * @return false if all ends
     */
    boolean runAfter(Runnable step, boolean ownThread, long millis) {
        Runnable start = ownThread ? () -> threads.execute(step) : () -> enqueue(step);
        try {
            if (millis == 0) {
                start.run();
            } else {
                var unused = timer.schedule(start, millis, TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (RejectedExecutionException closing) {
            return false;
        }
    }

    private synchronized void enqueue(Runnable step) {
        due.add(new Look(step));
        startThoseDue();
    }

    private void startThoseDue() {
        while (!due.isEmpty() && counted.size() < MAX_SHARED) {
            Look look = due.poll();
            counted.add(look);
            threads.execute(() -> run(look));
        }
    }

    private void run(Look look) {
        synchronized (this) {
            look.thread = Thread.currentThread();
        }
        try {
            look.step.run();
        } finally {
            synchronized (this) {
                look.thread = null;
                counted.remove(look);
                startThoseDue();
            }
        }
    }

    private synchronized void letThoseGoThatWait() {
        counted.removeIf(Look::isFoundWaiting);
        startThoseDue();
    }

    /** One step of one input. Compared by identity. */
    private static final class Look {
        final Runnable step;
        @Nullable Thread thread; // borrowed while it runs
        private int samples;
        private int waitingInARow;

        Look(Runnable step) {
            this.step = step;
        }

        /** Takes a sample. */
        boolean isFoundWaiting() {
            if (thread == null) {
                return false;
            }
            samples++;
            waitingInARow = thread.getState() == Thread.State.RUNNABLE ? 0 : waitingInARow + 1;
            return waitingInARow == SAMPLES_WAITING || samples == SAMPLES_AT_MOST;
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
            due.clear();
            threads.shutdownNow();
        }
    }
}
