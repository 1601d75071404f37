package io.sightline.source.ingest;

import io.sightline.flow.StreamEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands items from one reading thread to the task thread, bounded in compressed bytes.
 *
 * <p>Ownership: items put are owned by the queue until polled; {@link #close()} releases the rest,
 * and whatever is put later.
 */
public final class IngestQueue implements AutoCloseable {

    /** What a full queue does. */
    public enum WhenFull {
        /** The reading thread waits: the input can be read later. */
        WAIT,
        /** The oldest pictures go, up to a key frame: the input does not wait. */
        DROP_OLDEST
    }

    /** Events are small, but not free: a bound for a flood of them. */
    private static final int MAX_ITEMS = 20_000;

    private final long maxBytes;
    private final QueueBudget budget;
    private volatile WhenFull whenFull;
    private final Runnable wakeTask;

    private final ArrayDeque<IngestItem> items = new ArrayDeque<>(); // owned, closed in close()
    private final ArrivalMarks arrivals = new ArrivalMarks();
    private final DroppedPackets dropped = new DroppedPackets(); // and not told yet
    private long bytes;
    private boolean waiting;
    private boolean skipsToEntry; // everything was dropped: nothing decodes before a key frame
    private boolean closed;
    private boolean leftBudget;

    /**
     * @param budget of all queues together
     */
    public IngestQueue(long maxBytes, QueueBudget budget, WhenFull whenFull, Runnable wakeTask) {
        this.maxBytes = maxBytes;
        this.budget = budget;
        budget.joined();
        this.whenFull = whenFull;
        this.wakeTask = wakeTask;
    }

    /** The input turned out not to wait; reading thread. */
    void dropOldestWhenFull() {
        whenFull = WhenFull.DROP_OLDEST;
    }

    /** Puts one item; reading thread. Ownership: transferred, also when this throws. */
    void put(IngestItem item) throws CancelledException {
        budget.received(item.sizeBytes());
        synchronized (this) {
            if (whenFull == WhenFull.WAIT) {
                awaitRoom(item);
            } else if (isFull(item)) {
                dropOldest(item);
            }
            if (closed) {
                item.discard();
                throw new CancelledException();
            }
            if (skipsToEntry && item.kind() == IngestItem.Kind.OTHER_PACKET) {
                dropped.add(item);
                item.discard();
                return;
            }
            if (item.kind() != IngestItem.Kind.EVENT) {
                skipsToEntry = false;
                for (IngestItem told : dropped.take()) {
                    append(told);
                }
            }
            append(item);
        }
        wakeTask.run();
    }

    private void append(IngestItem item) {
        items.add(item);
        arrivals.put(System.nanoTime());
        resized(item.sizeBytes());
    }

    private void resized(long change) {
        bytes += change;
        budget.add(change);
    }

    /** The next item, then owned by the caller; task thread. Null when there is none now. */
    public synchronized @Nullable IngestItem poll() {
        IngestItem item = items.poll();
        if (item != null) {
            arrivals.poll();
            resized(-item.sizeBytes());
            notifyAll();
        }
        return item;
    }

    /** For how long the next item has waited, to a tenth of a second; 0 when there is none. */
    public synchronized long oldestWaitMillis() {
        return arrivals.oldestWaitMillis(System.nanoTime());
    }

    public synchronized boolean isEmpty() {
        return items.isEmpty();
    }

    /** Whether the reading thread waits for room: then the input is not late. */
    public synchronized boolean isHoldingBack() {
        return waiting;
    }

    /** Compressed bytes that wait. */
    public synchronized long bytes() {
        return bytes;
    }

    private void awaitRoom(IngestItem item) throws CancelledException {
        try {
            while (!closed && isFull(item)) {
                waiting = true;
                wait();
            }
        } catch (InterruptedException interrupted) {
            // Only close() interrupts reading threads.
            closed = true;
        } finally {
            waiting = false;
        }
    }

    private boolean isFull(IngestItem item) {
        return !items.isEmpty()
                && (bytes + item.sizeBytes() > maxBytes
                        || items.size() >= MAX_ITEMS
                        || !budget.allows(bytes, item.sizeBytes()));
    }

    private void dropOldest(IngestItem incoming) {
        List<IngestItem> kept = new ArrayList<>();
        int before = items.size();
        int count = 0;
        skipsToEntry = true;
        while (!items.isEmpty() && skipsToEntry) {
            IngestItem oldest = items.peek();
            if (count > 0 && !isFull(incoming) && oldest.kind() == IngestItem.Kind.ENTRY_PACKET) {
                skipsToEntry = false;
            } else {
                items.poll();
                resized(-oldest.sizeBytes());
                if (oldest.event() instanceof StreamEvent.PacketArrived) {
                    dropped.add(oldest);
                    oldest.discard();
                    count++;
                } else {
                    kept.add(oldest);
                }
            }
        }
        String reason = count + " packets dropped: they arrive faster than they are examined";
        items.addFirst(
                new IngestItem(
                        new StreamEvent.Discontinuity(incoming.event().origin(), reason),
                        IngestItem.Kind.EVENT));
        List<IngestItem> told = dropped.take();
        for (int i = told.size() - 1; i >= 0; i--) {
            items.addFirst(told.get(i));
        }
        for (int i = kept.size() - 1; i >= 0; i--) {
            items.addFirst(kept.get(i));
        }
        for (int gone = before - items.size(); gone > 0; gone--) {
            arrivals.poll();
        }
    }

    /** Releases everything and lets the reading thread go. Idempotent. */
    @Override
    public synchronized void close() {
        if (!leftBudget) {
            leftBudget = true;
            budget.left();
        }
        closed = true;
        items.forEach(IngestItem::discard);
        items.clear();
        resized(-bytes);
        notifyAll();
    }
}
