package io.sightline.source.ingest.transport;

/**
 * Puts the sections of one PID together (ISO/IEC 13818-1, 2.4.4). Sections that are longer than
 * those of PAT, CAT and PMT may be are passed over. One thread; allocates nothing later.
 */
final class SectionAssembler {

    /** Takes a whole section; the array is borrowed until the call returns. */
    interface Receiver {
        void section(PidState pid, byte[] section, int length);
    }

    private static final int HEADER_BYTES = 3;
    private static final int MAX_BYTES = 1024;
    private static final byte STUFFING = (byte) 0xff;

    private final byte[] section = new byte[MAX_BYTES];
    private int have;
    private boolean collecting;

    /** Packets are missing: what was begun is void. */
    void reset() {
        collecting = false;
        have = 0;
    }

    /** Takes the payload of one packet, {@code from} to {@code to} exclusive. */
    void payload(
            PidState pid, byte[] packet, int from, int to, boolean unitStart, Receiver receiver) {
        int at = from;
        if (unitStart && at < to) {
            int start = at + 1 + (packet[at] & 0xff);
            if (start > to) {
                reset();
                return;
            }
            append(pid, packet, at + 1, start, receiver);
            reset();
            collecting = true;
            at = start;
        }
        append(pid, packet, at, to, receiver);
    }

    private void append(PidState pid, byte[] packet, int from, int to, Receiver receiver) {
        int at = from;
        while (collecting && at < to) {
            if (have == 0 && packet[at] == STUFFING) {
                reset();
                return;
            }
            int wanted = have < HEADER_BYTES ? HEADER_BYTES : length();
            int count = Math.min(wanted - have, to - at);
            System.arraycopy(packet, at, section, have, count);
            have += count;
            at += count;
            if (have >= HEADER_BYTES && length() > MAX_BYTES) {
                reset();
            } else if (have >= HEADER_BYTES && have == length()) {
                receiver.section(pid, section, have);
                have = 0;
            }
        }
    }

    private int length() {
        return HEADER_BYTES + ((section[1] & 0x0f) << 8 | (section[2] & 0xff));
    }
}
