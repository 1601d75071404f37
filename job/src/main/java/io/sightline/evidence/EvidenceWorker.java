package io.sightline.evidence;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a slot that writes evidence, and what waits for it. Whatever a broken file system
 * or a hostile stream does to it, the task only ever sees a full queue.
 *
 * <p>Ownership: owns the captures it has taken.
 */
final class EvidenceWorker implements AutoCloseable {

    static final Duration LAST_INPUT_PATIENCE = Duration.ofMinutes(1);
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(3);
    private static final int MOST_WAITING = 256;
    private static final long IDLE_SECONDS = 60;

    private final ArrayBlockingQueue<Capture> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicInteger unfinished = new AtomicInteger(); // waiting or at work
    private final EvidenceWriter writer;
    private final EvidenceMetrics metrics;
    private final @Nullable EvidenceSweep sweep;
    private final Thread thread;
    private volatile boolean isClosing;

    @SuppressWarnings("ThreadPriorityCheck") // a hint: nothing relies on it
    private EvidenceWorker(
            String name,
            EvidenceWriter writer,
            EvidenceMetrics metrics,
            @Nullable EvidenceSweep sweep) {
        this.writer = writer;
        this.metrics = metrics;
        this.sweep = sweep;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /**
     * @param sweep done between captures; null when another slot does it
     */
    static EvidenceWorker start(
            String name,
            EvidenceWriter writer,
            EvidenceMetrics metrics,
            @Nullable EvidenceSweep sweep) {
        EvidenceWorker worker = new EvidenceWorker(name, writer, metrics, sweep);
        worker.thread.start();
        return worker;
    }

    /**
     * Hands one over; never waits.
     *
     * @param capture taken if the answer is true
     */
    boolean offer(Capture capture) {
        unfinished.incrementAndGet();
        if (!isClosing && queue.offer(capture)) {
            return true;
        }
        done();
        return false;
    }

    private void done() {
        unfinished.decrementAndGet();
        synchronized (unfinished) {
            unfinished.notifyAll();
        }
    }

    private void run() {
        while (!isClosing || !queue.isEmpty()) {
            try {
                if (sweep != null) {
                    sweep.whenDue();
                }
                Capture capture = queue.poll(isClosing ? 0 : IDLE_SECONDS, TimeUnit.SECONDS);
                if (capture != null) {
                    write(capture);
                }
            } catch (InterruptedException e) {
                break; // close() waits no longer
            }
        }
        Capture rest;
        while ((rest = queue.poll()) != null) {
            metrics.dropped(rest.incident(), "the job ends");
            rest.close();
            done();
        }
    }

    private void write(Capture capture) {
        long begin = System.nanoTime();
        try (capture) {
            writer.write(capture);
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            metrics.failed(capture.incident(), e);
        } finally {
            metrics.spent(System.nanoTime() - begin);
            done();
        }
    }

    /** Returns when nothing waits, or after {@code longest}. */
    void awaitIdle(Duration longest) {
        long deadlineNanos = System.nanoTime() + longest.toNanos();
        synchronized (unfinished) {
            while (unfinished.get() > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                if (left <= 0) {
                    return;
                }
                try {
                    unfinished.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Lets it write what waits for a short time; then it ends as soon as it can. */
    @Override
    public void close() {
        isClosing = true;
        awaitIdle(CLOSING_PATIENCE);
        thread.interrupt();
        try {
            thread.join(CLOSING_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is a daemon and ends by itself
        }
    }
}
