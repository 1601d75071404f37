package io.sightline.source.ingest;

/**
 * When the items of a queue were put, roughly: one mark for each stretch of time, so that it costs
 * nothing for each item. Confined to whoever holds the queue's lock.
 */
final class ArrivalMarks {

    private static final long STRETCH_NANOS = 100_000_000;
    private static final int CAPACITY = 1_024; // beyond it, stretches are as long as they get

    private final long[] firstItem = new long[CAPACITY]; // numbers of items, ascending, a ring
    private final long[] putNanos = new long[CAPACITY];
    private int head;
    private int size;
    private long puts;
    private long polls;

    void put(long nowNanos) {
        boolean isDue = size == 0 || nowNanos - putNanos[at(size - 1)] >= STRETCH_NANOS;
        if (isDue && size < CAPACITY) {
            firstItem[at(size)] = puts;
            putNanos[at(size)] = nowNanos;
            size++;
        }
        puts++;
    }

    /** One item left at the head of the queue. */
    void poll() {
        polls++;
        while (size > 1 && firstItem[at(1)] <= polls) {
            head = at(1);
            size--;
        }
        if (polls == puts) {
            size = 0;
        }
    }

    /** For how long the oldest item has waited, to a tenth of a second; 0 when there is none. */
    long oldestWaitMillis(long nowNanos) {
        return size == 0 ? 0 : Math.max(0, nowNanos - putNanos[head]) / 1_000_000;
    }

    private int at(int index) {
        return (head + index) % CAPACITY;
    }
}
