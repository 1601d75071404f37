package io.sightline.model;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sums rows of luma, each column for itself. Samples are added eight bytes at a time, in the lanes
 * of longs: loops that the compiler turns into vector instructions, which it does for neither bytes
 * nor buffers. One for each thread; arrays are reused.
 */
final class RowSums {

    /** Lanes of 16 bits hold so many bytes, lanes of 32 so many samples of 16 bits. */
    static final int MOST_ROWS = 256;

    private static final long LOW_BYTES = 0x00ff00ff00ff00ffL;
    private static final long LOW_SHORTS = 0x0000ffff0000ffffL;
    private static final long SHORTS_OF_1 = 0x0001000100010001L;

    private long[] words = new long[0]; // of one row
    private long[] even = new long[0]; // sums of every other sample, from the first on
    private long[] odd = new long[0];
    private long[] upTo = new long[0]; // of all columns left of each

    /**
     * Sums some rows.
     *
     * @param toRow exclusive, at most {@link #MOST_ROWS} further
     * @return for each column the sum of what is left of it, then that of all, and one more number;
     *     borrowed until the next call
     */
    long[] sum(VideoFrame frame, int fromRow, int toRow) {
        LumaFormat format = frame.lumaFormat();
        int bytes = frame.width() * format.bytesPerSample();
        int count = (bytes + Long.BYTES - 1) / Long.BYTES;
        if (words.length < count) {
            words = new long[count];
            even = new long[count];
            odd = new long[count];
            upTo = new long[count * Long.BYTES + 2];
        }
        Arrays.fill(even, 0, count, 0);
        Arrays.fill(odd, 0, count, 0);
        ByteBuffer luma = frame.luma();
        for (int y = fromRow; y < toRow; y++) {
            read(luma.slice(y * frame.lumaStrideBytes(), bytes));
            if (format.bytesPerSample() == 1) {
                addBytes(words, even, odd, count);
            } else {
                long mask = (0xffff >>> format.shift()) * SHORTS_OF_1;
                addShorts(words, even, odd, count, format.shift(), mask);
            }
        }
        addUp(count, format.bytesPerSample() == 1 ? Short.SIZE : Integer.SIZE);
        return upTo;
    }

    private void read(ByteBuffer row) {
        int whole = row.remaining() / Long.BYTES;
        row.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words, 0, whole);
        if (whole * Long.BYTES < row.remaining()) {
            words[whole] = 0;
            for (int i = row.remaining() - 1; i >= whole * Long.BYTES; i--) {
                words[whole] = words[whole] << Byte.SIZE | (row.get(i) & 0xff);
            }
        }
    }

    private static void addBytes(long[] words, long[] even, long[] odd, int count) {
        for (int i = 0; i < count; i++) {
            even[i] += words[i] & LOW_BYTES;
            odd[i] += (words[i] >>> Byte.SIZE) & LOW_BYTES;
        }
    }

    private static void addShorts(
            long[] words, long[] even, long[] odd, int count, int shift, long mask) {
        for (int i = 0; i < count; i++) {
            long samples = (words[i] >>> shift) & mask;
            even[i] += samples & LOW_SHORTS;
            odd[i] += (samples >>> Short.SIZE) & LOW_SHORTS;
        }
    }

    private void addUp(int count, int laneBits) {
        long lane = (1L << laneBits) - 1;
        long sum = 0;
        int x = 0;
        for (int i = 0; i < count; i++) {
            long first = even[i];
            long second = odd[i];
            for (int bits = 0; bits < Long.SIZE; bits += laneBits) {
                sum += first >>> bits & lane;
                upTo[++x] = sum;
                sum += second >>> bits & lane;
                upTo[++x] = sum;
            }
        }
    }
}
