package io.sightline.source.reader;

/**
 * How far the task is behind the arrival of one rendition's media: the least that anything waited
 * in the queue over the last seconds. The least, because segments arrive in bursts of many seconds
 * of media, which wait their turn without anybody being late; a queue that has been empty meanwhile
 * is no backlog.
 *
 * <p>Thread: the task's. Allocates nothing.
 */
final class QueueLag {

    /** Longer than most segments. */
    static final int SEGMENT_TICKS = 12;

    /** Datagrams come evenly. */
    static final int DATAGRAM_TICKS = 3;

    private final long[] leastMillis; // of the last ticks, a ring
    private int next;
    private long leastNowMillis = Long.MAX_VALUE;

    /**
     * @param ticks how many ticks back to look
     */
    QueueLag(int ticks) {
        leastMillis = new long[ticks];
    }

    /** What is taken now has waited so long; 0 when there is nothing to take. */
    void waited(long millis) {
        leastNowMillis = Math.min(leastNowMillis, millis);
    }

    /** A tick: the lag now. {@code waitingMillis}: for how long what is next waits by now. */
    long tick(long waitingMillis) {
        leastMillis[next] = Math.min(leastNowMillis, waitingMillis);
        next = (next + 1) % leastMillis.length;
        leastNowMillis = Long.MAX_VALUE;
        long least = Long.MAX_VALUE;
        for (long millis : leastMillis) {
            least = Math.min(least, millis);
        }
        return least;
    }
}
