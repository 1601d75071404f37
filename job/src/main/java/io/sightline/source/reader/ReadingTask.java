package io.sightline.source.reader;

import io.sightline.source.ingest.Ingest;
import io.sightline.source.ingest.NextLook;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Has one input read on until it ends. It holds a thread only while it reads; until the next look
 * is due, a timer or what is on its way remembers it.
 */
final class ReadingTask {

    private final Ingest ingest;
    private final ReadingThreads threads; // borrowed

    private @Nullable Thread reading; // guarded by this; borrowed while it reads
    private @Nullable CompletableFuture<?> awaited; // guarded by this
    private boolean cancelled; // guarded by this

    ReadingTask(Ingest ingest, ReadingThreads threads) {
        this.ingest = ingest;
        this.threads = threads;
    }

    synchronized void goOnAfter(long millis) {
        if (!cancelled) {
            cancelled = !threads.runAfter(this::advance, ingest.keepsThread(), millis);
        }
    }

    private synchronized void goOnUpon(CompletableFuture<?> arrival) {
        awaited = arrival;
        if (cancelled) {
            arrival.cancel(/* mayInterruptIfRunning= */ true);
        }
        var unused = arrival.whenComplete((result, failure) -> goOnAfter(0));
    }

    private void advance() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            awaited = null;
            reading = Thread.currentThread();
        }
        NextLook next = new NextLook.Never();
        try {
            next = ingest.advance();
        } finally {
            synchronized (this) {
                reading = null;
                // Cancelled meanwhile: the interrupt was meant for this reading, not for the next.
                boolean unused = Thread.interrupted();
            }
        }
        if (next instanceof NextLook.After after) {
            goOnAfter(Math.max(1, after.millis()));
        } else if (next instanceof NextLook.Upon upon) {
            goOnUpon(upon.arrival());
        }
    }

    /** Ends it without waiting; a thread that reads is interrupted. */
    synchronized void cancel() {
        cancelled = true;
        if (reading != null) {
            reading.interrupt();
        }
        if (awaited != null) {
            awaited.cancel(/* mayInterruptIfRunning= */ true);
        }
    }
}
