package io.sightline.source.ingest.transport;

import java.nio.ByteBuffer;

/**
 * Finds the packets in bytes that come in pieces of any size: 188 bytes, or 192 (with a time stamp)
 * or 204 (with parity bytes). What is found does not depend on how the bytes are cut. Allocates
 * nothing after construction. One thread.
 */
final class PacketFraming {

    static final int PACKET_BYTES = 188;
    static final byte SYNC_BYTE = 0x47;

    private static final int[] STRIDES = {PACKET_BYTES, 192, 204};

    /** TR 101 290, 5.2.1: five correct sync bytes begin synchronisation, two wrong ones end it. */
    private static final int SYNCS_TO_BEGIN = 5;

    private static final int WRONG_SYNCS_TO_END = 2;

    private static final int LOOK_AHEAD_BYTES = (SYNCS_TO_BEGIN - 1) * 204 + 1;
    private static final int WINDOW_BYTES = 8 * 1024;

    /** Takes what is found; arrays are borrowed until the call returns. */
    interface Receiver {

        /**
         * A packet of 188 bytes.
         *
         * @param window holds it
         * @param at where it begins in the window
         * @param offset where it begins in the input
         */
        void packet(byte[] window, int at, long offset);

        /** A packet whose sync byte is wrong, between packets in their places. */
        void wrongSync(byte[] window, int at);

        void syncLost();
    }

    private final Receiver receiver;
    private final byte[] window = new byte[WINDOW_BYTES];
    private int head;
    private int tail;
    private long headOffset; // of the byte at head in the input
    private int stride; // 0 while there is no synchronisation
    private int wrongInARow;

    PacketFraming(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Reads the chunk to its end. */
    void feed(ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            if (tail == WINDOW_BYTES) {
                System.arraycopy(window, head, window, 0, tail - head);
                tail -= head;
                head = 0;
            }
            int count = Math.min(WINDOW_BYTES - tail, chunk.remaining());
            chunk.get(window, tail, count);
            tail += count;
            process(/* atEnd= */ false);
        }
    }

    /** No more bytes come. */
    void end() {
        process(/* atEnd= */ true);
    }

    /** How many bytes of the input lie before the packet after the last one given out. */
    long offset() {
        return headOffset;
    }

    private void process(boolean atEnd) {
        while (true) {
            if (stride == 0 && !acquire(atEnd)) {
                return;
            }
            int available = tail - head;
            if (available < (atEnd ? PACKET_BYTES : stride)) {
                return;
            }
            int at = head;
            long offset = headOffset;
            skip(Math.min(stride, available));
            if (window[at] == SYNC_BYTE) {
                wrongInARow = 0;
                receiver.packet(window, at, offset);
            } else {
                wrongInARow++;
                receiver.wrongSync(window, at);
                if (wrongInARow == WRONG_SYNCS_TO_END) {
                    receiver.syncLost();
                    wrongInARow = 0;
                    stride = 0;
                }
            }
        }
    }

    private boolean acquire(boolean atEnd) {
        while (tail - head >= (atEnd ? 1 : LOOK_AHEAD_BYTES)) {
            if (window[head] == SYNC_BYTE) {
                for (int candidate : STRIDES) {
                    if (isSynchronous(candidate)) {
                        stride = candidate;
                        return true;
                    }
                }
            }
            skip(1);
        }
        return false;
    }

    private boolean isSynchronous(int candidate) {
        for (int packet = 1; packet < SYNCS_TO_BEGIN; packet++) {
            int at = head + packet * candidate;
            if (at >= tail || window[at] != SYNC_BYTE) {
                return false;
            }
        }
        return true;
    }

    private void skip(int bytes) {
        head += bytes;
        headOffset += bytes;
    }
}
