package io.sightline.readback;

/**
 * A stretch of event time.
 *
 * @param fromMillis its first instant, epoch milliseconds
 * @param toMillis the first instant after it
 */
public record EventSpan(long fromMillis, long toMillis) {

    /** All there is. */
    public static final EventSpan ALL = new EventSpan(Long.MIN_VALUE, Long.MAX_VALUE);

    public boolean contains(long millis) {
        return millis >= fromMillis && millis < toMillis;
    }

    /** Whether anything between two instants, both included, is in it. */
    public boolean touches(long firstMillis, long lastMillis) {
        return lastMillis >= fromMillis && firstMillis < toMillis;
    }
}
