package io.sightline.testing;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * How much more memory the process takes than when this was opened, at most: what is alive on the
 * heap by what collections leave, and what is resident beyond the heap, sampled.
 */
public final class MemoryWatch implements AutoCloseable {

    private static final int PAGE_BYTES = 4096;
    private static final long SAMPLE_MILLIS = 5;

    private final NotificationListener listener = this::onCollection;
    private final AtomicLong mostAlive = new AtomicLong();
    private final AtomicLong mostNative = new AtomicLong();
    private final long aliveAtStart;
    private final long nativeAtStart;
    private final Thread sampler;
    private volatile boolean isClosed;

    public MemoryWatch() {
        System.gc();
        aliveAtStart = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        nativeAtStart = nativeBytes();
        for (GarbageCollectorMXBean one : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) one).addNotificationListener(listener, null, null);
        }
        sampler = new Thread(this::sample, "memory watch");
        sampler.setDaemon(true);
        sampler.start();
    }

    private void onCollection(javax.management.Notification told, Object ignored) {
        long alive = 0;
        GarbageCollectionNotificationInfo info =
                GarbageCollectionNotificationInfo.from((CompositeData) told.getUserData());
        for (var pool : info.getGcInfo().getMemoryUsageAfterGc().entrySet()) {
            boolean isHeap = pool.getKey().startsWith("G1") || pool.getKey().contains("Gen");
            MemoryUsage usage = pool.getValue();
            alive += isHeap ? usage.getUsed() : 0;
        }
        mostAlive.accumulateAndGet(alive - aliveAtStart, Math::max);
    }

    private void sample() {
        try {
            while (!isClosed) {
                mostNative.accumulateAndGet(nativeBytes() - nativeAtStart, Math::max);
                Thread.sleep(SAMPLE_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Resident, without what the heap has; too much rather than too little once it shrinks. */
    private static long nativeBytes() {
        try {
            String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
            return Long.parseLong(pages[1]) * PAGE_BYTES - heap;
        } catch (IOException notHere) {
            return 0;
        }
    }

    /** Collects first: what is only garbage does not count. */
    public long mostAliveBytes() {
        System.gc();
        long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return Math.max(mostAlive.get(), now - aliveAtStart);
    }

    public long mostNativeBytes() {
        return mostNative.get();
    }

    @Override
    public void close() throws InterruptedException {
        isClosed = true;
        sampler.join();
        for (GarbageCollectorMXBean one : ManagementFactory.getGarbageCollectorMXBeans()) {
            try {
                ((NotificationEmitter) one).removeNotificationListener(listener);
            } catch (ListenerNotFoundException never) {
                throw new IllegalStateException(never);
            }
        }
    }
}
