package io.sightline.evidence;

import java.util.concurrent.atomic.AtomicLong;

/** What all captures of a slot hold that are not written yet, bounded in bytes. Thread-safe. */
final class CaptureMemory {

    private final long mostBytes;
    private final AtomicLong booked = new AtomicLong();

    CaptureMemory(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Takes so much, or returns false. */
    boolean book(long bytes) {
        if (booked.addAndGet(bytes) <= mostBytes) {
            return true;
        }
        booked.addAndGet(-bytes);
        return false;
    }

    void free(long bytes) {
        booked.addAndGet(-bytes);
    }

    long bookedBytes() {
        return booked.get();
    }
}
