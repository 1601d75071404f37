package io.sightline.evidence;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * The latest packets of one rendition, bounded in bytes and in time. What is dropped is dropped up
 * to the next key frame, because what lies between cannot be decoded; only a stream without a
 * second key frame loses its packets one by one.
 *
 * <p>Thread: the task's. Ownership: holds its packets until they are dropped.
 */
final class PacketRing {

    private final long longestMicros;
    private final ArrayDeque<KeptPacket> packets = new ArrayDeque<>(); // held
    private final ArrayDeque<KeptPacket> entries = new ArrayDeque<>(); // those of them, borrowed
    private long bytes;
    private long newestMicros = Long.MIN_VALUE;

    /**
     * @param longestMicros older packets are dropped as soon as decoding can begin later
     */
    PacketRing(long longestMicros) {
        this.longestMicros = longestMicros;
    }

    /**
     * @param packet taken
     * @param mostBytes what may be kept now, this packet included
     */
    void add(KeptPacket packet, long mostBytes) {
        packets.add(packet);
        bytes += packet.bytes();
        if (packet.isEntry()) {
            entries.add(packet);
        }
        if (packet.hasTime()) {
            newestMicros = Math.max(newestMicros, packet.timeMicros());
        }
        while (isPastItsTime()) {
            dropToNextEntry();
        }
        shrinkTo(mostBytes);
    }

    /** Drops what is too much. */
    void shrinkTo(long mostBytes) {
        while (bytes > mostBytes) {
            if (entries.size() > (packets.peek() == entries.peek() ? 1 : 0)) {
                dropToNextEntry();
            } else {
                dropFirst();
            }
        }
    }

    /** Whether decoding can begin with a later packet and still reaches back far enough. */
    private boolean isPastItsTime() {
        Iterator<KeptPacket> begins = entries.iterator();
        if (begins.hasNext() && packets.peek() == entries.peek()) {
            begins.next();
        }
        return begins.hasNext() && newestMicros - begins.next().timeMicros() >= longestMicros;
    }

    private void dropToNextEntry() {
        do {
            dropFirst();
        } while (!packets.isEmpty() && packets.peek() != entries.peek());
    }

    private void dropFirst() {
        KeptPacket first = packets.remove();
        if (first == entries.peek()) {
            entries.remove();
        }
        bytes -= first.bytes();
        first.release();
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    /** The latest presentation time of all that was added, microseconds. */
    long newestMicros() {
        return newestMicros;
    }

    /** The presentation time of the oldest packet that has one; the latest if none has. */
    long oldestMicros() {
        for (KeptPacket packet : packets) {
            if (packet.hasTime()) {
                return packet.timeMicros();
            }
        }
        return newestMicros;
    }

    /**
     * From the last key frame at or before a time on, else from the first key frame, else all.
     *
     * @param packets is given each in the order of arrival, borrowed, until it says no
     */
    void showFrom(long micros, Predicate<KeptPacket> packets) {
        KeptPacket begin = entries.peek();
        for (KeptPacket entry : entries) {
            if (entry.timeMicros() <= micros) {
                begin = entry;
            }
        }
        boolean isReached = begin == null;
        for (KeptPacket packet : this.packets) {
            isReached |= packet == begin;
            if (isReached && !packets.test(packet)) {
                return;
            }
        }
    }

    void clear() {
        packets.forEach(KeptPacket::release);
        packets.clear();
        entries.clear();
        bytes = 0;
    }
}
