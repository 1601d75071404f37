package io.sightline.source.ingest.transport;

import org.jspecify.annotations.Nullable;

/**
 * A splice that is announced: ANSI/SCTE 35, splice_insert, or time_signal with a segmentation
 * descriptor that names a boundary.
 *
 * @param eventId of the splice or of its first segmentation
 * @param ptsTicks when, 90 kHz modulo 2^33; {@link #IMMEDIATE} for now
 * @param breakTicks after which the programme comes back by itself; 0 where it does not say
 */
record SpliceSection(long eventId, long ptsTicks, long breakTicks) {

    static final long IMMEDIATE = -1;

    private static final int TABLE_ID = 0xfc;
    private static final int COMMAND = 14; // where it begins
    private static final int SPLICE_INSERT = 0x05;
    private static final int TIME_SIGNAL = 0x06;
    private static final int SEGMENTATION = 0x02;
    private static final long CUEI = 0x43554549;
    private static final long PTS_MASK = (1L << 33) - 1;
    private static final int CRC_BYTES = 4;

    /** Types below are notes about content; those from it on begin or end something. */
    private static final int FIRST_BOUNDARY_TYPE = 0x10;

    /**
     * Reads a whole section.
     *
     * @return null where it announces no splice, is encrypted, damaged or not understood
     */
    static @Nullable SpliceSection read(byte[] section, int length) {
        if (length < COMMAND + 2 + CRC_BYTES
                || (section[0] & 0xff) != TABLE_ID
                || section[3] != 0
                || (section[4] & 0x80) != 0
                || Crc32Mpeg.of(section, length) != 0) {
            return null;
        }
        Bits bits = new Bits(section, COMMAND, length - CRC_BYTES);
        long adjustment = new Bits(section, 4, COMMAND).skip(7).take(33);
        int commandLength = (section[11] & 0x0f) << 8 | (section[12] & 0xff);
        SpliceSection found =
                switch (section[13] & 0xff) {
                    case SPLICE_INSERT -> insert(bits);
                    case TIME_SIGNAL -> timeSignal(bits, section, length, commandLength);
                    default -> null;
                };
        if (found == null || bits.isOverrun() || found.ptsTicks == IMMEDIATE) {
            return bits.isOverrun() ? null : found;
        }
        long pts = found.ptsTicks + adjustment & PTS_MASK;
        return new SpliceSection(found.eventId, pts, found.breakTicks);
    }

    private static @Nullable SpliceSection insert(Bits bits) {
        long eventId = bits.take(32);
        boolean isCancelled = bits.take(1) == 1;
        bits.skip(7);
        if (isCancelled) {
            return null;
        }
        bits.skip(1); // out of network: it is a splice either way
        boolean isWholeProgramme = bits.take(1) == 1;
        boolean hasDuration = bits.take(1) == 1;
        boolean isImmediate = bits.take(1) == 1;
        bits.skip(4);
        long pts = IMMEDIATE;
        if (isWholeProgramme) {
            pts = isImmediate ? IMMEDIATE : spliceTime(bits);
        } else {
            for (long left = bits.take(8); left > 0; left--) {
                bits.skip(8);
                long of = isImmediate ? IMMEDIATE : spliceTime(bits);
                pts = pts == IMMEDIATE ? of : pts; // that of the first component
            }
        }
        boolean returns = hasDuration && bits.take(1) == 1;
        long breakTicks = hasDuration ? bits.skip(6).take(33) : 0;
        return new SpliceSection(eventId, pts, returns ? breakTicks : 0);
    }

    private static @Nullable SpliceSection timeSignal(
            Bits bits, byte[] section, int length, int commandLength) {
        long pts = spliceTime(bits);
        int at = COMMAND + commandLength;
        if (at + 2 > length - CRC_BYTES) {
            return null; // some write 0xfff for a length that is not said; then nothing is found
        }
        Bits descriptors = new Bits(section, at, length - CRC_BYTES);
        int end = at + 2 + (int) descriptors.take(16);
        for (int from = at + 2; from + 6 <= Math.min(end, length - CRC_BYTES); ) {
            int size = section[from + 1] & 0xff;
            if ((section[from] & 0xff) == SEGMENTATION) {
                Bits one = new Bits(section, from + 2, Math.min(from + 2 + size, length - 4));
                SpliceSection found = segmentation(one, pts);
                if (found != null) {
                    return found;
                }
            }
            from += 2 + size;
        }
        return null;
    }

    private static @Nullable SpliceSection segmentation(Bits bits, long pts) {
        boolean isKnown = bits.take(32) == CUEI;
        long eventId = bits.take(32);
        boolean isCancelled = bits.take(1) == 1;
        bits.skip(7);
        boolean isWholeProgramme = bits.take(1) == 1;
        boolean hasDuration = bits.take(1) == 1;
        bits.skip(6);
        if (!isKnown || isCancelled) {
            return null;
        }
        if (!isWholeProgramme) {
            bits.skip(48 * (int) bits.take(8)); // tag and offset of each component
        }
        bits.skip(hasDuration ? 40 : 0).skip(8); // a duration is no promise; kind of the id
        bits.skip(8 * (int) bits.take(8));
        long type = bits.take(8);
        return bits.isOverrun() || type < FIRST_BOUNDARY_TYPE
                ? null
                : new SpliceSection(eventId, pts, 0);
    }

    private static long spliceTime(Bits bits) {
        if (bits.take(1) == 0) {
            bits.skip(7);
            return IMMEDIATE;
        }
        return bits.skip(6).take(33);
    }

    /** Reads bits, the highest first; zeros beyond the end. */
    private static final class Bits {

        private final byte[] bytes;
        private final long end;
        private long at;

        Bits(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.at = (long) from * Byte.SIZE;
            this.end = (long) to * Byte.SIZE;
        }

        Bits skip(int count) {
            at += count;
            return this;
        }

        long take(int count) {
            long value = 0;
            for (int i = 0; i < count; i++, at++) {
                long bit = at < end ? bytes[(int) (at >> 3)] >> (7 - (int) (at & 7)) & 1 : 0;
                value = value << 1 | bit;
            }
            return value;
        }

        boolean isOverrun() {
            return at > end;
        }
    }
}
