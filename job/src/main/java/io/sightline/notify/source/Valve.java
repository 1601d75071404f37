package io.sightline.notify.source;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Between the two ends of a target's pipeline: its sink closes it when much is pending, and its
 * source then offers nothing, as if there were nothing to read. So a target that is down fills no
 * memory, and no record stands half way through the chain, where it would hold up checkpoints.
 *
 * <p>The two ends find each other by an id in a registry of the process: both are in one chain, or
 * at least in one slot, so in one class loader. If they are not, the valve stays open and the sink
 * blocks once its own, larger limit is reached; checkpoints then wait.
 *
 * <p>Threads: the task opens and closes it; anybody may look at its numbers.
 */
public final class Valve {

    private static final Map<String, Valve> VALVES = new ConcurrentHashMap<>();

    private final String id;
    private final AtomicLong read = new AtomicLong();
    private volatile int pending;
    private volatile CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);

    private Valve(String id) {
        this.id = id;
    }

    /** The one with this id, in this process. */
    public static Valve of(String id) {
        return VALVES.computeIfAbsent(id, Valve::new);
    }

    public boolean isClosed() {
        return !opened.isDone();
    }

    public void close() {
        if (!isClosed()) {
            opened = new CompletableFuture<>();
        }
    }

    public void open() {
        opened.complete(null);
    }

    /** Done when it is open. */
    CompletableFuture<Void> opening() {
        return opened;
    }

    void countRead() {
        read.incrementAndGet();
    }

    /** Alerts that the source has read since the process began. */
    public long alertsRead() {
        return read.get();
    }

    public void setPending(int letters) {
        pending = letters;
    }

    /** Letters that wait for the target. */
    public int pending() {
        return pending;
    }

    /** Opens it for good: its sink is gone, and with it what was pending. */
    public void discard() {
        open();
        pending = 0;
    }

    /** Forgets it. */
    public void forget() {
        VALVES.remove(id, this);
    }
}
