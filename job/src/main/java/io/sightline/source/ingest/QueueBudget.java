package io.sightline.source.ingest;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds what all queues of a reader hold together. One half is divided evenly: so much every queue
 * may hold, whatever the others do. The other half is for whoever comes first. A queue that is
 * empty may always take one item, so that each goes on; beyond that, and what is put at the same
 * moment, the bound holds. Any thread; no locks.
 */
public final class QueueBudget {

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder received = new LongAdder();
    private final AtomicInteger queues = new AtomicInteger();

    public QueueBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void joined() {
        queues.incrementAndGet();
    }

    void left() {
        queues.decrementAndGet();
    }

    /** Compressed bytes came to a queue, or, if negative, left it. */
    void add(long change) {
        bytes.addAndGet(change);
    }

    /** Whether a queue that holds {@code own} bytes may take {@code more}. */
    boolean allows(long own, long more) {
        long half = maxBytes / 2;
        return own + more <= half / Math.max(1, queues.get()) || bytes.get() + more <= half;
    }

    /** Compressed bytes arrived, whether or not a queue keeps them. */
    void received(long count) {
        received.add(count);
    }

    /** Compressed bytes in all queues. */
    public long bytes() {
        return bytes.get();
    }

    /** Compressed bytes that ever arrived at a queue. */
    public long receivedBytes() {
        return received.sum();
    }
}
