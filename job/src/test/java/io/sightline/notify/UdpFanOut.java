package io.sightline.notify;

import io.sightline.demo.UdpSender;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One transport stream over UDP to many ports of loopback, as fast as it plays: each datagram goes
 * to all of them at once. Ownership: the opener closes it.
 */
final class UdpFanOut implements AutoCloseable {

    private static final int LARGEST_BYTES = 2_048;

    private final UdpSender sender; // owned, closed in close()
    private final DatagramSocket relay; // owned, closed in close()
    private final List<InetSocketAddress> receivers;

    private UdpFanOut(UdpSender sender, DatagramSocket relay, List<InetSocketAddress> receivers) {
        this.sender = sender;
        this.relay = relay;
        this.receivers = receivers;
    }

    /** Chooses free ports; nothing is sent before {@link #begin}. */
    static UdpFanOut open(int count) throws IOException {
        UdpSender sender = UdpSender.open();
        URI to = URI.create(sender.url());
        DatagramSocket relay =
                new DatagramSocket(new InetSocketAddress(to.getHost(), to.getPort()));
        return new UdpFanOut(sender, relay, freePorts(count));
    }

    private static List<InetSocketAddress> freePorts(int count) throws IOException {
        List<DatagramSocket> held = new ArrayList<>(); // until all are known, so that they differ
        try {
            for (int i = 0; i < count; i++) {
                held.add(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
            }
            return held.stream()
                    .map(socket -> (InetSocketAddress) socket.getLocalSocketAddress())
                    .toList();
        } finally {
            held.forEach(DatagramSocket::close);
        }
    }

    List<String> urls() {
        return receivers.stream().map(to -> "udp://127.0.0.1:" + to.getPort()).toList();
    }

    /** Sends a file from now on. */
    void begin(Path file) {
        Thread thread = new Thread(this::relay, "fan out");
        thread.setDaemon(true);
        thread.start();
        sender.begin(file);
    }

    private void relay() {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST_BYTES], LARGEST_BYTES);
        try (DatagramSocket out = new DatagramSocket()) {
            while (true) {
                packet.setLength(LARGEST_BYTES);
                relay.receive(packet);
                for (InetSocketAddress receiver : receivers) {
                    out.send(new DatagramPacket(packet.getData(), packet.getLength(), receiver));
                }
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    @Override
    public void close() {
        sender.close();
        relay.close();
    }
}
