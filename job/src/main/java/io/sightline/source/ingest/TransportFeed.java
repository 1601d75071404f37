package io.sightline.source.ingest;

import io.sightline.media.ByteSource;
import io.sightline.source.ingest.transport.TableRepetition;
import io.sightline.source.ingest.transport.TransportMeter;
import io.sightline.source.ingest.transport.TransportSecond;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Brings the bytes of a transport stream to its meter, no farther than a demuxer has come: what
 * that has read ahead is not measured yet. So what is measured depends on bytes and packets alone.
 *
 * <p>Reading thread. Ownership: the opener closes it.
 */
final class TransportFeed implements AutoCloseable {

    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int LOOKED_AT_BYTES = 1024;

    private final TransportMeter meter;
    private final @Nullable ByteSource bytes; // null when they come by themselves
    private final @Nullable FileChannel file; // owned
    private final ByteBuffer buffer;
    private long fed;
    private long reached;

    private TransportFeed(
            TableRepetition repetition, @Nullable ByteSource bytes, @Nullable FileChannel file) {
        this.meter = new TransportMeter(repetition, TransportMeter.PID_PERIOD);
        this.bytes = bytes;
        this.file = file;
        this.buffer = ByteBuffer.allocate(bytes == null ? 0 : BUFFER_BYTES);
    }

    /** The bytes of a file, read beside the demuxer; null when it is no transport stream. */
    static @Nullable TransportFeed ofFile(Path path) {
        if (!Files.isRegularFile(path)) {
            return null; // a pipe has its bytes once
        }
        FileChannel file = null;
        try {
            file = FileChannel.open(path);
            ByteBuffer begin = ByteBuffer.allocate(LOOKED_AT_BYTES);
            file.read(begin, 0);
            if (TransportMeter.recognises(begin.flip())) {
                return new TransportFeed(TableRepetition.WHEN_SHOWN, file::read, file);
            }
        } catch (IOException unreadable) {
            // The demuxer meets the same, and says so.
        }
        closeQuietly(file);
        return null;
    }

    /** The bytes of a segment, borrowed as long as this lives; null for another container. */
    static @Nullable TransportFeed ofSegment(ByteBuffer segment) {
        ByteBuffer rest = segment.duplicate();
        return TransportMeter.recognises(rest)
                ? new TransportFeed(
                        TableRepetition.NOT_REQUIRED, target -> copy(rest, target), null)
                : null;
    }

    /** Bytes that pass through {@link #tapped}. */
    static TransportFeed ofArriving() {
        return new TransportFeed(TableRepetition.REQUIRED, null, null);
    }

    /** The same bytes, measured as they pass. */
    ByteSource tapped(ByteSource source) {
        return target -> {
            int before = target.position();
            int count = source.read(target);
            if (count > 0) {
                meter.feed(target.duplicate().position(before).limit(before + count));
            }
            return count;
        };
    }

    /** The next second of what the demuxer has gone through, or null. */
    @Nullable TransportSecond next() {
        return meter.poll(reached);
    }

    /** The demuxer gave out a packet that begins {@code offset} bytes into the input. */
    void reach(long offset) {
        if (offset > reached) {
            reached = offset;
            feedTo(offset);
        }
    }

    /** The demuxer has come to the end. */
    void reachEnd() {
        feedTo(Long.MAX_VALUE);
        meter.end();
        reached = Long.MAX_VALUE;
    }

    private void feedTo(long offset) {
        try {
            while (bytes != null && fed < offset) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, offset - fed));
                int count = bytes.read(buffer);
                if (count <= 0) {
                    return;
                }
                fed += count;
                meter.feed(buffer.flip());
            }
        } catch (IOException unreadable) {
            // The demuxer meets the same, and says so; what was measured stays true.
        }
    }

    private static int copy(ByteBuffer from, ByteBuffer target) {
        int count = Math.min(from.remaining(), target.remaining());
        target.put(from.slice().limit(count));
        from.position(from.position() + count);
        return count;
    }

    private static void closeQuietly(@Nullable FileChannel file) {
        try (FileChannel closing = file) {
            // Nothing to do but to close it.
        } catch (IOException harmless) {
            // It was only read.
        }
    }

    @Override
    public void close() {
        closeQuietly(file);
    }
}
