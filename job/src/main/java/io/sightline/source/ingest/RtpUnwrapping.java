package io.sightline.source.ingest;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Takes MPEG-TS out of RTP (RFC 3550, RFC 2250), in the order of its sequence numbers.
 *
 * <p>A packet that comes early waits for those before it, until {@value #MAX_WAITING} wait; then
 * what is missing counts as lost. What comes later than that, or twice, is dropped. A sender that
 * starts anew, with another source identifier or far away numbers, is followed at once.
 *
 * <p>Thread: the reading one.
 */
final class RtpUnwrapping implements Unwrapping {

    /** At 1316 bytes each and 8 Mb/s, about 20 ms: more than networks reorder by. */
    static final int MAX_WAITING = 16;

    /** As RFC 3550, appendix A.1: farther away is no reordering but a restart. */
    private static final int MAX_JUMP = 3000;

    private static final int HEADER_BYTES = 12;
    private static final int PAYLOAD_TYPE_MP2T = 33;
    private static final byte TS_SYNC = 0x47;

    private final TreeMap<Long, ByteBuffer> waiting = new TreeMap<>(); // by unwrapped number
    private final IntConsumer lost;
    private boolean started;
    private int source;
    private long next; // unwrapped number of the packet due

    /**
     * @param lost told how many packets never came in time, before those that follow are given out
     */
    RtpUnwrapping(IntConsumer lost) {
        this.lost = lost;
    }

    @Override
    public boolean accept(ByteBuffer datagram, Queue<ByteBuffer> out) {
        int begin = datagram.position();
        ByteBuffer payload = payload(datagram);
        if (payload == null) {
            return false;
        }
        int sequence = Short.toUnsignedInt(datagram.getShort(begin + 2));
        int from = datagram.getInt(begin + 8);
        long number = unwrapped(sequence);
        if (!started || from != source || Math.abs(number - next) > MAX_JUMP) {
            flush(out);
            started = true;
            source = from;
            next = sequence;
            number = sequence;
        }
        if (number >= next) {
            if (number == next) {
                next++;
                out.add(payload);
            } else {
                waiting.putIfAbsent(number, copy(payload));
            }
            releaseInOrder(out);
            if (waiting.size() >= MAX_WAITING) {
                skipToWaiting(out);
            }
        }
        return true;
    }

    @Override
    public void flush(Queue<ByteBuffer> out) {
        while (!waiting.isEmpty()) {
            skipToWaiting(out);
        }
    }

    private void skipToWaiting(Queue<ByteBuffer> out) {
        lost.accept((int) (waiting.firstKey() - next));
        next = waiting.firstKey();
        releaseInOrder(out);
    }

    private void releaseInOrder(Queue<ByteBuffer> out) {
        while (!waiting.isEmpty() && waiting.firstKey() == next) {
            out.add(waiting.pollFirstEntry().getValue());
            next++;
        }
    }

    /** The number nearest to the one due. */
    private long unwrapped(int sequence) {
        long difference = (short) (sequence - next); // modulo 2^16, as a signed distance
        return started ? next + difference : sequence;
    }

    /** The transport packets in it; null when it is something else. */
    private static ByteBuffer payload(ByteBuffer datagram) {
        int begin = datagram.position();
        int end = datagram.limit();
        if (end - begin < HEADER_BYTES) {
            return null;
        }
        int flags = Byte.toUnsignedInt(datagram.get(begin));
        int type = datagram.get(begin + 1) & 0x7F;
        boolean hasPadding = (flags & 0x20) != 0;
        boolean hasExtension = (flags & 0x10) != 0;
        int at = begin + HEADER_BYTES + 4 * (flags & 0x0F);
        if (hasExtension && at + 4 <= end) {
            at += 4 + 4 * Short.toUnsignedInt(datagram.getShort(at + 2));
        }
        if (hasPadding) {
            end -= Byte.toUnsignedInt(datagram.get(end - 1));
        }
        if (flags >> 6 != 2 || at >= end) {
            return null;
        }
        // Some senders give a dynamic type to what is plainly a transport stream.
        boolean isTransport = type == PAYLOAD_TYPE_MP2T || datagram.get(at) == TS_SYNC;
        return isTransport ? datagram.slice(at, end - at) : null;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        ByteBuffer own = ByteBuffer.allocate(bytes.remaining());
        own.put(bytes.duplicate()).flip();
        return own;
    }
}
