package io.sightline.e2e;

import io.sightline.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real ZooKeeper, alone, on loopback. Ownership: the starter closes it. */
final class ZooKeeperProcess implements AutoCloseable {

    private static final Duration START_UP = Duration.ofMinutes(2);

    private final JavaProcess process; // owned
    private final int port;

    private ZooKeeperProcess(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static ZooKeeperProcess start(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration =
                Files.writeString(
                        folder.resolve("zoo.cfg"),
                        """
                        tickTime=500
                        clientPort=%d
                        clientPortAddress=127.0.0.1
                        dataDir=%s
                        admin.enableServer=false
                        """
                                .formatted(port, folder.resolve("zookeeper")));
        JavaProcess process =
                new JavaProcess.Program(
                                "zookeeper",
                                JavaProcess.ownClassPath(),
                                List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"),
                                "org.apache.zookeeper.server.ZooKeeperServerMain",
                                List.of(configuration.toString()),
                                Map.of(),
                                folder.resolve("log/zookeeper.log"))
                        .start();
        ZooKeeperProcess started = new ZooKeeperProcess(process, port);
        Eventually.until("ZooKeeper", START_UP, started::answers);
        return started;
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(process.lastLines(20));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
