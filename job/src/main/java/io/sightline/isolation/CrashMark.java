package io.sightline.isolation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where threads note that they work for one rendition, in memory that survives them. A note is one
 * ordered store and costs a few nanoseconds.
 *
 * <p>Threads: the one that reads notes reading, the task's notes examining; each only its own.
 */
public final class CrashMark {

    static final int IDLE = 0;
    static final int AT_WORK = 1;
    static final int AT_WORK_ON_TRIAL = 2;
    static final int PERHAPS_AT_WORK = 3;

    static final int READING_AT = 0;
    static final int EXAMINING_AT = Integer.BYTES;
    static final int LENGTH_AT = 2 * Integer.BYTES;
    static final int NAME_AT = 3 * Integer.BYTES;
    static final int SLOT_BYTES = 256;

    private static final VarHandle INTS =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer slot; // native order
    private volatile int atWork = AT_WORK;

    CrashMark(ByteBuffer slot) {
        this.slot = slot.order(ByteOrder.nativeOrder());
    }

    /** One that is forgotten with the process. */
    static CrashMark forgotten() {
        return new CrashMark(ByteBuffer.allocateDirect(NAME_AT));
    }

    /** Until {@link #readingLeft()}, native code works for the rendition on the reading thread. */
    public void readingEntered() {
        INTS.setRelease(slot, READING_AT, atWork);
    }

    /** The same, but it may be no more than waiting for the network. */
    public void readingOrWaitingEntered() {
        INTS.setRelease(slot, READING_AT, PERHAPS_AT_WORK);
    }

    public void readingLeft() {
        INTS.setRelease(slot, READING_AT, IDLE);
    }

    /** Until {@link #examiningLeft()}, the task thread works for the rendition. */
    public void examiningEntered() {
        INTS.setRelease(slot, EXAMINING_AT, atWork);
    }

    public void examiningLeft() {
        INTS.setRelease(slot, EXAMINING_AT, IDLE);
    }

    /** A crash while it is at work is its own from here on. */
    public void beginTrial() {
        atWork = AT_WORK_ON_TRIAL;
    }

    public void endTrial() {
        atWork = AT_WORK;
    }
}
