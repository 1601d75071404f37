package io.sightline.source.ingest;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Notices when one live connection brings more than a stream may send. Bursts are fine: what counts
 * is the sum over {@link #WINDOW}. Reading thread.
 */
final class BitrateLimit {

    static final Duration WINDOW = Duration.ofSeconds(4);

    private final long maxBitrateBps;
    private final LongSupplier nanoClock;
    private final Runnable whenKept;
    private long beginNanos;
    private long bytes; // since then; 0 before the first
    private long exceededNanos; // how long that took; 0 while it is kept

    /**
     * @param whenKept called after each window in which the limit was kept
     */
    BitrateLimit(long maxBitrateBps, LongSupplier nanoClock, Runnable whenKept) {
        this.maxBitrateBps = maxBitrateBps;
        this.nanoClock = nanoClock;
        this.whenKept = whenKept;
    }

    /** So much more arrived. Returns whether the limit is kept; once exceeded it stays so. */
    boolean count(int newBytes) {
        if (isExceeded()) {
            return false;
        }
        long now = nanoClock.getAsLong();
        if (bytes == 0) {
            beginNanos = now;
        } else if (now - beginNanos >= WINDOW.toNanos()) {
            beginNanos = now;
            bytes = 0;
            whenKept.run();
        }
        bytes += newBytes;
        if (bytes > maxBitrateBps / 8 * WINDOW.toSeconds()) {
            exceededNanos = Math.max(1, now - beginNanos);
        }
        return !isExceeded();
    }

    boolean isExceeded() {
        return exceededNanos > 0;
    }

    /** What was found, and what is accepted. */
    String words() {
        return String.format(
                Locale.ROOT,
                "it sent %.1f Mbit within %.1f s, the limit is %.1f Mb/s over %d s",
                bytes * 8 / 1e6,
                exceededNanos / 1e9,
                maxBitrateBps / 1e6,
                WINDOW.toSeconds());
    }
}
