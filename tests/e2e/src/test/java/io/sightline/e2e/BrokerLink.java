package io.sightline.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The way from clients to the broker, over which a single process can be cut off: its bytes no
 * longer pass in either direction, its connections stay open and new ones get no answer, as if a
 * switch dropped its packets. Linux tells whose connection it is. Thread-safe. Ownership: the
 * starter closes it.
 */
final class BrokerLink implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket entrance; // owned
    private final ExecutorService threads = Executors.newCachedThreadPool(); // owned
    private final Set<Long> cutOff = ConcurrentHashMap.newKeySet(); // pids
    private final Object healed = new Object();
    private volatile int brokerPort;

    private BrokerLink(ServerSocket entrance) {
        this.entrance = entrance;
    }

    static BrokerLink open() throws IOException {
        return new BrokerLink(new ServerSocket(0, 200, LOOPBACK));
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Begins to let clients through. */
    void leadTo(int port) {
        brokerPort = port;
        threads.execute(this::accept);
    }

    void cut(long pid) {
        cutOff.add(pid);
    }

    void heal(long pid) {
        cutOff.remove(pid);
        synchronized (healed) {
            healed.notifyAll();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                threads.execute(() -> connect(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        try {
            long pid = SocketOwner.of(client.getPort());
            awaitPassage(pid);
            Socket broker = new Socket(LOOPBACK, brokerPort);
            threads.execute(() -> pump(client, broker, pid));
            pump(broker, client, pid);
        } catch (IOException e) {
            close(client); // as the broker would refuse it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(client);
        }
    }

    private void pump(Socket from, Socket to, long pid) {
        byte[] buffer = new byte[16_384];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitPassage(pid);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side is gone: so is the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitPassage(long pid) throws InterruptedException {
        synchronized (healed) {
            while (cutOff.contains(pid)) {
                healed.wait();
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        threads.shutdownNow();
    }
}
