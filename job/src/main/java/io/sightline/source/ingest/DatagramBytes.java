package io.sightline.source.ingest;

import io.sightline.media.ByteSource;
import io.sightline.media.ReadControl;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;

/**
 * The payloads of datagrams as one run of bytes. The socket is read in Java, so that silence is
 * noticed at once and every wait is bounded. Reading thread; borrows the socket.
 */
final class DatagramBytes implements ByteSource {

    static final int POLL_MILLIS = 100;
    private static final int MAX_DATAGRAM_BYTES = 65_535;

    private final DatagramSocket socket;
    private final Unwrapping unwrapping;
    private final ReadControl control;
    private final StatusBoard board;
    private final long silenceNanos;
    private final DatagramPacket datagram =
            new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
    private final Queue<ByteBuffer> ready = Unwrapping.queue();
    private boolean foreign;
    private boolean accepted;
    private boolean ended; // silence lasted too long: a reader that asks again waits no more

    /**
     * @param silence the run ends after so long without a datagram
     */
    DatagramBytes(
            DatagramSocket socket,
            Unwrapping unwrapping,
            ReadControl control,
            StatusBoard board,
            Duration silence) {
        this.socket = socket;
        this.unwrapping = unwrapping;
        this.control = control;
        this.board = board;
        this.silenceNanos = silence.toNanos();
    }

    /** Waits for the next payload. Returns false when silence lasted too long. */
    boolean await() throws IOException {
        long start = System.nanoTime();
        while (ready.isEmpty() && !foreign) {
            if (ended || control.isCancelled()) {
                return false;
            }
            if (System.nanoTime() - start > silenceNanos) {
                ended = true;
                board.drained();
                unwrapping.flush(ready);
                return !ready.isEmpty();
            }
            receive();
        }
        return true;
    }

    /** Whether the run begins with what is not of the expected kind: it is over. */
    boolean isForeign() {
        return foreign;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!await() || ready.isEmpty()) {
            return -1;
        }
        ByteBuffer first = ready.element();
        int count = Math.min(first.remaining(), target.remaining());
        target.put(first.slice().limit(count));
        first.position(first.position() + count);
        if (!first.hasRemaining()) {
            ready.remove();
        }
        return count;
    }

    private void receive() throws IOException {
        try {
            socket.setSoTimeout(POLL_MILLIS);
            datagram.setLength(MAX_DATAGRAM_BYTES);
            socket.receive(datagram);
            board.contact();
            if (datagram.getLength() > 0) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(
                                datagram.getData(), datagram.getOffset(), datagram.getLength());
                accepted |= unwrapping.accept(bytes.slice(), ready);
                foreign = !accepted;
            }
        } catch (SocketTimeoutException silent) {
            // Looked at by the caller: silence is no failure yet.
        }
    }
}
