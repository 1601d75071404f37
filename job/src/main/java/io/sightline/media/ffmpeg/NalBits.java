package io.sightline.media.ffmpeg;

/** The bits of a unit of H.264, without the bytes that keep start codes out of it. */
final class NalBits {

    private byte[] bytes = {};
    private int next;
    private int end;
    private int zeros; // whole bytes of zeros before the next one
    private int current;
    private int left; // bits of the current byte

    void begin(byte[] of, int from, int to) {
        bytes = of;
        next = from;
        end = to;
        zeros = 0;
        left = 0;
    }

    /** Whether more was read than there is, which was read as zeros. */
    boolean isOver() {
        return next > end;
    }

    /** The next bits, at most 31, as a number. */
    int read(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (left == 0) {
                load();
            }
            left--;
            value = value << 1 | (current >> left & 1);
        }
        return value;
    }

    private void load() {
        if (zeros >= 2 && next < end && bytes[next] == 3) {
            next++;
            zeros = 0;
        }
        current = next < end ? bytes[next] & 0xff : 0;
        next++;
        zeros = current == 0 ? zeros + 1 : 0;
        left = Byte.SIZE;
    }

    /** {@code ue(v)} of ITU-T H.264, 9.1. */
    int readNumber() {
        int zeroBits = 0;
        while (read(1) == 0) {
            zeroBits++;
            if (zeroBits == 31 || isOver()) {
                return 0;
            }
        }
        return (1 << zeroBits) - 1 + read(zeroBits);
    }

    /** {@code se(v)}. */
    int readSigned() {
        int number = readNumber();
        return (number & 1) == 1 ? (number >> 1) + 1 : -(number >> 1);
    }
}
