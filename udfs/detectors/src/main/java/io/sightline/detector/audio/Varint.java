package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers that are mostly small: seven bits a byte, the lowest first. */
final class Varint {

    private Varint() {}

    /** Writes a number that is not negative; the high bit of a byte says that more follow. */
    static void write(long value, DataOutput out) throws IOException {
        long rest = value;
        while (rest > 0x7f) {
            out.writeByte((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long read(DataInput in) throws IOException {
        long value = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            value |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next > 0x7f && shift < Long.SIZE);
        return value;
    }
}
