package io.sightline.source.reader;

import io.sightline.source.ingest.Ingest;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Has one input read on until it ends. It holds a thread only while it reads or waits for an
 * answer; until the next look is due, a timer remembers it.
 */
final class ReadingTask {

    private final Ingest ingest;
    private final ReadingThreads threads; // borrowed

    private @Nullable Thread reading; // guarded by this; borrowed while it reads
    private boolean cancelled; // guarded by this

    ReadingTask(Ingest ingest, ReadingThreads threads) {
        this.ingest = ingest;
        this.threads = threads;
    }

    synchronized void goOnAfter(long millis) {
        if (cancelled) {
            return;
        }
        try {
            threads.runAfter(this::advance, millis);
        } catch (RejectedExecutionException closing) {
            cancelled = true;
        }
    }

    private void advance() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            reading = Thread.currentThread();
        }
        long wait = Ingest.ENDED;
        try {
            wait = ingest.advance();
        } finally {
            synchronized (this) {
                reading = null;
                // Cancelled meanwhile: the interrupt was meant for this reading, not for the next.
                boolean unused = Thread.interrupted();
            }
        }
        if (wait != Ingest.ENDED) {
            goOnAfter(Math.max(1, wait));
        }
    }

    /** Ends it without waiting; a thread that reads is interrupted. */
    synchronized void cancel() {
        cancelled = true;
        if (reading != null) {
            reading.interrupt();
        }
    }
}
