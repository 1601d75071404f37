package io.sightline.chaos;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Sends the media as datagrams of seven transport packets, as fast as it plays, and misbehaves as
 * told. One thread. Ownership: the test closes it.
 */
final class FaultySender implements FaultyPeer {

    private static final int DATAGRAM_BYTES = 7 * Damage.PACKET_BYTES;
    private static final long PERIOD_MILLIS = 20;

    private final ChaosMedia media;
    private final Random random;
    private final DatagramSocket socket; // owned
    private final InetSocketAddress target;
    private volatile Fault fault = Fault.NONE;
    private volatile boolean closed;
    private int sentBytes; // of the media, whether they left or not; sender thread
    private byte @Nullable [] heldBack; // to be sent after the next one; sender thread

    FaultySender(ChaosMedia media, long seed) throws IOException {
        this.media = media;
        this.random = new Random(seed);
        this.socket = new DatagramSocket();
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            target = new InetSocketAddress(free.getLocalAddress(), free.getLocalPort());
        }
        Thread thread = new Thread(this::sendAll, "chaos sends");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String url() {
        return "udp://127.0.0.1:" + target.getPort();
    }

    @Override
    public void begin(Fault next) {
        fault = next;
    }

    private void sendAll() {
        long startNanos = System.nanoTime();
        try {
            while (!closed && sentBytes < media.transportBytes()) {
                long due = ChaosMedia.transportBytesAfter(System.nanoTime() - startNanos);
                while (sentBytes + DATAGRAM_BYTES <= due && sentBytes < media.transportBytes()) {
                    byte[] next = media.transport(sentBytes, DATAGRAM_BYTES);
                    sentBytes += next.length;
                    sendOne(next);
                }
                synchronized (this) {
                    wait(PERIOD_MILLIS);
                }
            }
        } catch (IOException gone) {
            // The end.
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendOne(byte[] next) throws IOException {
        switch (fault.act()) {
            case PASS -> send(next);
            case SAY_NOTHING -> {} // it is gone
            case LOSE_PACKETS -> {
                if (random.nextInt(8) != 0) {
                    send(next);
                }
            }
            case FLIP_BITS -> send(Damage.flip(next, random));
            case REPLACE -> {
                random.nextBytes(next);
                send(next);
            }
            case DUPLICATE -> {
                send(next);
                if (random.nextInt(4) == 0) {
                    send(next);
                }
            }
            case REORDER -> reorder(next);
            case ANSWER_SLOWLY,
                    ANSWER_LATE,
                    REFUSE,
                    RESET,
                    CUT,
                    HOLD,
                    DRIP,
                    NOT_FOUND,
                    UNAVAILABLE,
                    REDIRECT,
                    FREEZE,
                    SHORTEN ->
                    throw new IllegalStateException("Not of datagrams: " + fault);
        }
    }

    /** Of each four datagrams two change places. */
    private void reorder(byte[] next) throws IOException {
        if (heldBack != null) {
            send(next);
            send(heldBack);
            heldBack = null;
        } else if (random.nextInt(3) == 0) {
            heldBack = next;
        } else {
            send(next);
        }
    }

    private void send(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, target));
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
        synchronized (this) {
            notifyAll();
        }
    }
}
