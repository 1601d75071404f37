package io.sightline.source.ingest;

import io.sightline.media.ByteSource;
import io.sightline.media.ReadControl;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The payloads of datagrams as one run of bytes. The socket is read in Java, so that silence is
 * noticed at once and every wait is bounded. Reading thread; borrows the socket.
 */
final class DatagramBytes implements ByteSource {

    static final int POLL_MILLIS = 100;
    private static final int MAX_DATAGRAM_BYTES = 65_535;

    private final DatagramSocket socket;
    private final ReadControl control;
    private final StatusBoard board;
    private final long silenceNanos;
    private final DatagramPacket datagram =
            new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /**
     * @param silence the run ends after so long without a datagram
     */
    DatagramBytes(DatagramSocket socket, ReadControl control, StatusBoard board, Duration silence) {
        this.socket = socket;
        this.control = control;
        this.board = board;
        this.silenceNanos = silence.toNanos();
    }

    /** Waits for the next datagram. Returns false when silence lasted too long. */
    boolean await() throws IOException {
        long start = System.nanoTime();
        while (!rest.hasRemaining()) {
            if (control.isCancelled() || System.nanoTime() - start > silenceNanos) {
                return false;
            }
            receive();
        }
        return true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!await()) {
            return -1;
        }
        int count = Math.min(rest.remaining(), target.remaining());
        target.put(rest.slice().limit(count));
        rest.position(rest.position() + count);
        return count;
    }

    private void receive() throws IOException {
        try {
            socket.setSoTimeout(POLL_MILLIS);
            datagram.setLength(MAX_DATAGRAM_BYTES);
            socket.receive(datagram);
            rest = ByteBuffer.wrap(datagram.getData(), datagram.getOffset(), datagram.getLength());
            board.contact();
        } catch (SocketTimeoutException silent) {
            // Looked at by the caller: silence is no failure yet.
            rest = ByteBuffer.allocate(0);
        }
    }
}
