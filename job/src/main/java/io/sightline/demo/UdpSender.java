package io.sightline.demo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends a file of MPEG-2 transport packets over UDP as fast as it plays: each packet when the
 * stream's own clock reference (ISO/IEC 13818-1, 2.4.3.5) says. The bundled program could do the
 * same, but waits for sound that is missing on purpose.
 */
public final class UdpSender implements AutoCloseable {

    private static final int PACKET_BYTES = 188;
    private static final int PACKETS_PER_DATAGRAM = 7; // as many as fit an Ethernet frame
    private static final long REFERENCE_TICKS_PER_SECOND = 90_000;

    private final DatagramSocket socket; // owned, closed in close()
    private final int port;
    private final CountDownLatch closed = new CountDownLatch(1);

    private UdpSender(DatagramSocket socket, int port) {
        this.socket = socket;
        this.port = port;
    }

    /** Chooses a free port; nothing is sent before {@link #begin}. */
    public static UdpSender open() throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return new UdpSender(new DatagramSocket(), port);
    }

    /** Sends a file from now on. */
    public void begin(Path file) {
        Thread thread = new Thread(() -> send(file), "demo-udp");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "udp://127.0.0.1:" + port;
    }

    private void send(Path file) {
        byte[] datagram = new byte[PACKET_BYTES * PACKETS_PER_DATAGRAM];
        long startNanos = System.nanoTime();
        long firstTicks = -1;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                in.readFully(datagram);
                for (int at = 0; at < datagram.length; at += PACKET_BYTES) {
                    long ticks = referenceTicks(datagram, at);
                    if (ticks < 0) {
                        continue;
                    }
                    firstTicks = firstTicks < 0 ? ticks : firstTicks;
                    long dueNanos =
                            (ticks - firstTicks) * 1_000_000_000L / REFERENCE_TICKS_PER_SECOND;
                    long waitNanos = dueNanos - (System.nanoTime() - startNanos);
                    if (closed.await(Math.max(0, waitNanos), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                }
                socket.send(
                        new DatagramPacket(
                                datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
            }
        } catch (EOFException e) {
            closed.countDown(); // the file is over
        } catch (IOException e) {
            closed.countDown(); // a receiver that has gone shows as an error, and nobody listens
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The clock reference's base in the packet at an offset, or -1 where it has none. */
    private static long referenceTicks(byte[] packets, int at) {
        boolean hasAdaptation = (packets[at + 3] & 0x20) != 0;
        boolean hasReference =
                hasAdaptation && packets[at + 4] != 0 && (packets[at + 5] & 0x10) != 0;
        if (!hasReference) {
            return -1;
        }
        long base = 0;
        for (int i = 6; i < 10; i++) {
            base = (base << 8) | (packets[at + i] & 0xff);
        }
        return (base << 1) | ((packets[at + 10] & 0xff) >> 7);
    }

    @Override
    public void close() {
        closed.countDown();
        socket.close();
    }
}
