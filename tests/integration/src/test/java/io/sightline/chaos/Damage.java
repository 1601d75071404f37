package io.sightline.chaos;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages transport packets. Tables at the begin of a segment stay whole. Static functions. */
final class Damage {

    static final int PACKET_BYTES = 188;
    private static final int HEADER_BYTES = 24; // of the packet, and of what begins in it
    private static final int SPARED_PACKETS = 4; // tables and the begin of the key frame

    private Damage() {}

    /** Without a packet here and there; the first of those that may go goes. */
    static byte[] lose(byte[] packets, RandomGenerator random) {
        int count = packets.length / PACKET_BYTES;
        byte[] kept = new byte[packets.length];
        int length = 0;
        for (int i = 0; i < count; i++) {
            boolean isLost = i == SPARED_PACKETS || (i > SPARED_PACKETS && random.nextInt(10) == 0);
            if (!isLost) {
                System.arraycopy(packets, i * PACKET_BYTES, kept, length, PACKET_BYTES);
                length += PACKET_BYTES;
            }
        }
        return Arrays.copyOf(kept, length);
    }

    /** With wrong bits in what a third of the packets carry. */
    static byte[] flip(byte[] packets, RandomGenerator random) {
        for (int at = SPARED_PACKETS * PACKET_BYTES;
                at + PACKET_BYTES <= packets.length;
                at += PACKET_BYTES) {
            if (random.nextInt(3) == 0) {
                for (int i = 0; i < 8; i++) {
                    int where = at + HEADER_BYTES + random.nextInt(PACKET_BYTES - HEADER_BYTES);
                    packets[where] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return packets;
    }
}
