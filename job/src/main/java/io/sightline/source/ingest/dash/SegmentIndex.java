package io.sightline.source.ingest.dash;

import io.sightline.source.ingest.fetch.ByteSpan;
import io.sightline.source.ingest.fetch.FetchException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The segment index box of ISO/IEC 14496-12, 8.16.3: where in a file its segments lie.
 *
 * @param timescale ticks a second
 */
record SegmentIndex(long timescale, List<Entry> entries) {

    private static final int SIDX = 0x73696478;
    private static final int HEADER_BYTES = 8;

    /** One segment; the times in ticks. */
    record Entry(ByteSpan span, long startTicks, long durationTicks) {}

    /**
     * Reads the first index among the boxes given.
     *
     * @param bytes whole boxes, of which one is an index
     * @param offset where in the file they begin
     */
    static SegmentIndex read(byte[] bytes, long offset) throws FetchException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            while (true) {
                int start = in.position();
                long size = Integer.toUnsignedLong(in.getInt());
                if (in.getInt() == SIDX) {
                    return readBody(in, offset + start + size);
                }
                if (size < HEADER_BYTES || start + size > bytes.length) {
                    throw unusable("it holds no index");
                }
                in.position((int) (start + size));
            }
        } catch (BufferUnderflowException cut) {
            throw unusable("it is cut off");
        } catch (IllegalArgumentException negative) {
            throw unusable("it leads to no possible place");
        }
    }

    private static SegmentIndex readBody(ByteBuffer in, long afterBox) throws FetchException {
        int version = in.getInt() >>> 24;
        in.getInt(); // reference id
        long timescale = Integer.toUnsignedLong(in.getInt());
        long time = version == 0 ? Integer.toUnsignedLong(in.getInt()) : in.getLong();
        long place = afterBox + (version == 0 ? Integer.toUnsignedLong(in.getInt()) : in.getLong());
        in.getShort(); // reserved
        int count = Short.toUnsignedInt(in.getShort());
        if (timescale == 0) {
            throw unusable("its timescale is 0");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int typeAndSize = in.getInt();
            long duration = Integer.toUnsignedLong(in.getInt());
            in.getInt(); // stream access points
            if (typeAndSize < 0) {
                throw unusable("an index of indexes is not supported");
            }
            entries.add(new Entry(new ByteSpan(place, typeAndSize), time, duration));
            place += typeAndSize;
            time += duration;
        }
        return new SegmentIndex(timescale, List.copyOf(entries));
    }

    private static FetchException unusable(String why) {
        return new FetchException(
                FetchException.Reason.UNUSABLE, "the segment index cannot be read: " + why);
    }
}
