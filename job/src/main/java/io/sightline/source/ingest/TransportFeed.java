package io.sightline.source.ingest;

import io.sightline.media.ByteSource;
import io.sightline.media.MediaInput;
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

    /** Five packets of the longest kind, from anywhere in the first one on. */
    static final int LOOKED_AT_BYTES = 1024;

    private static final int MAX_PACKET_BYTES = 204;

    /** What a transport stream may lie in. */
    enum Carrier {
        PLAIN,
        RTP
    }

    /** What is known of the bytes that pass through the tap. */
    private enum Passing {
        /** None do: they are read beside the demuxer. */
        BESIDE,
        UNKNOWN,
        IS_TRANSPORT,
        IS_OTHER
    }

    private final TransportMeter meter;
    private final @Nullable ByteSource bytes; // null when they come by themselves
    private final @Nullable FileChannel file; // owned
    private final ByteBuffer buffer;
    private final Carrier carrier;
    private Passing passing;
    private int lookedAt; // bytes of the begin that are in the buffer
    private long fed;
    private long reached;

    /** Of bytes that are read beside the demuxer. */
    private TransportFeed(
            TableRepetition repetition, ByteSource bytes, @Nullable FileChannel file) {
        this.meter = new TransportMeter(repetition, TransportMeter.PID_PERIOD);
        this.bytes = bytes;
        this.file = file;
        this.buffer = ByteBuffer.allocate(BUFFER_BYTES);
        this.carrier = Carrier.PLAIN;
        this.passing = Passing.BESIDE;
    }

    /** Of bytes that pass. */
    private TransportFeed(TableRepetition repetition, Passing passing, Carrier carrier) {
        this.meter = new TransportMeter(repetition, TransportMeter.PID_PERIOD);
        this.bytes = null;
        this.file = null;
        this.buffer = ByteBuffer.allocate(passing == Passing.UNKNOWN ? LOOKED_AT_BYTES : 0);
        this.carrier = carrier;
        this.passing = passing;
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

    /** What comes in datagrams, plain or in RTP. */
    static TransportFeed ofDatagrams(Carrier carrier) {
        return new TransportFeed(TableRepetition.REQUIRED, Passing.IS_TRANSPORT, carrier);
    }

    /** What comes over a connection, live; measured if it begins like a transport stream. */
    static TransportFeed ofConnection() {
        return new TransportFeed(TableRepetition.REQUIRED, Passing.UNKNOWN, Carrier.PLAIN);
    }

    /** A transport stream in one HTTP object. */
    static TransportFeed ofObject() {
        return new TransportFeed(TableRepetition.WHEN_SHOWN, Passing.IS_TRANSPORT, Carrier.PLAIN);
    }

    /** The same input, whose bytes are measured as they pass, if they are not read beside it. */
    MediaInput tapping(MediaInput input) {
        if (passing == Passing.BESIDE) {
            return input;
        } else if (input instanceof MediaInput.Bytes own) {
            return own.withBytes(tapped(own.bytes()));
        }
        return ((MediaInput.Location) input).withTap(this::passed);
    }

    private ByteSource tapped(ByteSource source) {
        return target -> {
            int before = target.position();
            int count = source.read(target);
            if (count > 0) {
                measure(target.duplicate().position(before).limit(before + count));
            }
            return count;
        };
    }

    /** Bytes that a demuxer reads again, and those it looks at ahead, are left out. */
    private void passed(long offset, ByteBuffer chunk) {
        long again = fed - offset;
        if (again >= 0 && again < chunk.remaining()) {
            measure(chunk.position(chunk.position() + (int) again));
        }
    }

    private void measure(ByteBuffer chunk) {
        fed += chunk.remaining();
        switch (passing) {
            case IS_TRANSPORT -> meter.feed(chunk);
            case UNKNOWN -> lookAt(chunk);
            case IS_OTHER, BESIDE -> {
                // Nothing to measure, or nothing that passes.
            }
        }
    }

    /** A connection may begin in the middle of a packet. */
    private void lookAt(ByteBuffer chunk) {
        buffer.put(chunk.slice().limit(Math.min(chunk.remaining(), buffer.remaining())));
        int kept = buffer.position() - lookedAt;
        lookedAt = buffer.position();
        if (buffer.hasRemaining()) {
            return;
        }
        buffer.flip();
        passing = Passing.IS_OTHER;
        for (int begin = 0; begin < MAX_PACKET_BYTES && passing == Passing.IS_OTHER; begin++) {
            if (TransportMeter.recognises(buffer.slice(begin, LOOKED_AT_BYTES - begin))) {
                passing = Passing.IS_TRANSPORT;
                meter.feed(buffer);
                meter.feed(chunk.position(chunk.position() + kept));
            }
        }
    }

    /** Packets of RTP are missing where the next bytes go on. */
    void lostBefore(int packets) {
        meter.lostBefore(packets);
    }

    /** Whether it comes in RTP, whose packets are counted. */
    boolean isInRtp() {
        return carrier == Carrier.RTP;
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
