package io.sightline.inject;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The packets of a transport stream (ISO/IEC 13818-1) as FFmpeg writes it: one programme, times
 * unwrapped by nobody because it begins at 1.4 s.
 *
 * @param packets of 188 bytes
 */
record TransportStream(List<TimedPacket> packets) {

    static final int PACKET_BYTES = 188;

    private static final int HAS_PAYLOAD = 0x10;
    private static final int HAS_ADAPTATION = 0x20;
    private static final double TICKS_PER_MICRO = 0.09;

    /** Which part of the programme a packet belongs to. */
    enum Part {
        PICTURES,
        SOUND,
        OTHER
    }

    /**
     * A packet and the time of what it carries.
     *
     * <p>Its bytes may be changed.
     */
    static final class TimedPacket {

        private final byte[] bytes;
        private final Part part;
        private final long micros;

        /**
         * @param micros presentation time of its access unit; for tables that of the pictures
         *     around it
         */
        TimedPacket(byte[] bytes, Part part, long micros) {
            this.bytes = bytes;
            this.part = part;
            this.micros = micros;
        }

        byte[] bytes() {
            return bytes;
        }

        Part part() {
            return part;
        }

        long micros() {
            return micros;
        }

        int pid() {
            return (bytes[1] & 0x1f) << 8 | (bytes[2] & 0xff);
        }

        boolean begins() {
            return (bytes[1] & 0x40) != 0;
        }

        /** Whether it carries nothing but payload: no clock, no marks. */
        boolean isPlain() {
            return (bytes[3] & (HAS_PAYLOAD | HAS_ADAPTATION)) == HAS_PAYLOAD;
        }

        boolean hasClock() {
            return (bytes[3] & HAS_ADAPTATION) != 0 && bytes[4] != 0 && (bytes[5] & 0x10) != 0;
        }
    }

    static TransportStream read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        List<TimedPacket> packets = new ArrayList<>();
        Map<Integer, Part> parts = new HashMap<>();
        Map<Integer, Long> times = new HashMap<>();
        long latest = 0;
        for (int at = 0; at + PACKET_BYTES <= all.length; at += PACKET_BYTES) {
            byte[] packet = new byte[PACKET_BYTES];
            System.arraycopy(all, at, packet, 0, PACKET_BYTES);
            int pid = (packet[1] & 0x1f) << 8 | (packet[2] & 0xff);
            int payload = payloadAt(packet);
            if ((packet[1] & 0x40) != 0 && isPes(packet, payload)) {
                int type = packet[payload + 3] & 0xff;
                boolean isPicture = (type & 0xf0) == 0xe0;
                parts.put(pid, isPicture ? Part.PICTURES : Part.SOUND);
                long micros = presentationMicros(packet, payload, times.getOrDefault(pid, latest));
                times.put(pid, micros);
                if (isPicture || !parts.containsValue(Part.PICTURES)) {
                    latest = Math.max(latest, micros);
                }
            }
            Part part = parts.getOrDefault(pid, Part.OTHER);
            packets.add(
                    new TimedPacket(packet, part, part == Part.OTHER ? latest : times.get(pid)));
        }
        return new TransportStream(packets);
    }

    /** Where the payload of a packet begins. */
    static int payloadAt(byte[] packet) {
        return (packet[3] & HAS_ADAPTATION) == 0 ? 4 : 5 + (packet[4] & 0xff);
    }

    private static boolean isPes(byte[] packet, int at) {
        return (packet[3] & HAS_PAYLOAD) != 0
                && at + 14 <= PACKET_BYTES
                && packet[at] == 0
                && packet[at + 1] == 0
                && packet[at + 2] == 1;
    }

    private static long presentationMicros(byte[] packet, int at, long otherwise) {
        if ((packet[at + 7] & 0x80) == 0) {
            return otherwise;
        }
        long ticks =
                (packet[at + 9] & 0x0eL) << 29
                        | (packet[at + 10] & 0xffL) << 22
                        | (packet[at + 11] & 0xfeL) << 14
                        | (packet[at + 12] & 0xffL) << 7
                        | (packet[at + 13] & 0xfeL) >> 1;
        return Math.round(ticks / TICKS_PER_MICRO);
    }

    TransportStream without(Predicate<TimedPacket> lost) {
        return new TransportStream(packets.stream().filter(lost.negate()).toList());
    }

    /**
     * This stream up to an instant, another one from there on and this one again from a second
     * instant, with counters that go on. Both must have key pictures at both instants.
     */
    TransportStream with(TransportStream other, long fromMicros, long toMicros) {
        List<TimedPacket> spliced = new ArrayList<>();
        addIf(spliced, this, packet -> packet.micros() < fromMicros);
        addIf(
                spliced,
                other,
                packet -> packet.micros() >= fromMicros && packet.micros() < toMicros);
        addIf(spliced, this, packet -> packet.micros() >= toMicros);
        return new TransportStream(spliced).counted();
    }

    /** The same with counters that go on from one packet to the next. */
    TransportStream counted() {
        Map<Integer, Integer> counters = new HashMap<>();
        List<TimedPacket> counted = new ArrayList<>();
        for (TimedPacket packet : packets) {
            byte[] bytes = packet.bytes().clone();
            boolean hasPayload = (bytes[3] & HAS_PAYLOAD) != 0;
            int before = counters.getOrDefault(packet.pid(), bytes[3] - (hasPayload ? 1 : 0));
            int counter = (hasPayload ? before + 1 : before) & 0xf;
            bytes[3] = (byte) ((bytes[3] & 0xf0) | counter);
            counters.put(packet.pid(), counter);
            counted.add(new TimedPacket(bytes, packet.part(), packet.micros()));
        }
        return new TransportStream(counted);
    }

    private static void addIf(
            List<TimedPacket> target, TransportStream source, Predicate<TimedPacket> wanted) {
        source.packets.stream().filter(wanted).forEach(target::add);
    }

    void write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        packets.forEach(packet -> out.writeBytes(packet.bytes()));
        Files.write(file, out.toByteArray());
    }
}
