package io.sightline.source.ingest;

/**
 * When to look at a live manifest again: at a steady pace, and more often while its next segment is
 * due, so that a segment is read soon after it was published. When that is follows from the looks:
 * a segment was published between the last look without it and the first one with it, and the next
 * one comes when it has been played.
 *
 * <p>Thread: the reading one.
 */
final class LookTimes {

    /** Between two looks while a segment is due. */
    static final long DUE_MILLIS = 250;

    private static final long UNKNOWN = Long.MIN_VALUE;

    private long lookedMillis = UNKNOWN;
    private long dueMillis = UNKNOWN; // no sooner than then is the next segment there
    private long paceMillis;

    /**
     * A look was answered.
     *
     * @param nowMillis of the clock on the wall
     * @param addedMillis how long the last segment plays that was not there before; 0 if none came
     * @param paceMillis between two looks while nothing is due
     */
    void looked(long nowMillis, long addedMillis, long paceMillis) {
        if (addedMillis > 0 && lookedMillis != UNKNOWN) {
            dueMillis = lookedMillis + addedMillis;
        }
        lookedMillis = nowMillis;
        this.paceMillis = paceMillis;
    }

    /** After how many milliseconds to look again: at most the pace. */
    long leftMillis(long nowMillis) {
        long wait = paceMillis;
        // What is overdue by more than the pace explains is late: no hurry helps.
        if (dueMillis != UNKNOWN && lookedMillis - dueMillis <= paceMillis + DUE_MILLIS) {
            wait = Math.min(wait, Math.max(dueMillis - lookedMillis, DUE_MILLIS));
        }
        long left = lookedMillis + wait - nowMillis;
        return Math.max(0, Math.min(left, paceMillis)); // also where the clock was set
    }
}
