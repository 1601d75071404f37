package io.sightline.media;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts native objects that are owned by somebody: a gauge in production, zero at the end of each
 * test. Process-wide, as native memory is.
 */
public final class NativeLedger {

    private static final LongAdder OBJECTS = new LongAdder();
    private static final LongAdder PACKET_BYTES = new LongAdder();
    private static final LongAdder PICTURE_BYTES = new LongAdder();

    private NativeLedger() {}

    public static void opened() {
        OBJECTS.increment();
    }

    public static void closed() {
        OBJECTS.decrement();
    }

    /** Books compressed bytes held by packets: positive when taken, negative when released. */
    public static void addPacketBytes(long bytes) {
        PACKET_BYTES.add(bytes);
    }

    /** Books the buffers that decoders keep for pictures: positive when made. */
    public static void addPictureBytes(long bytes) {
        PICTURE_BYTES.add(bytes);
    }

    /** Native objects not closed yet: inputs, tracks, packets, decoders. */
    public static long liveObjects() {
        return OBJECTS.sum();
    }

    /** Compressed bytes held by packets not closed yet. */
    public static long packetBytes() {
        return PACKET_BYTES.sum();
    }

    /** Bytes of packets not closed yet and of the picture buffers of decoders not closed yet. */
    public static long bytes() {
        return PACKET_BYTES.sum() + PICTURE_BYTES.sum();
    }
}
