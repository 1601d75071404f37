package io.sightline.source.reader;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server whose answers are header after header. */
final class EndlessHead implements AutoCloseable {

    private final ServerSocket server;
    private final Thread thread = new Thread(this::serve, "endless head");

    EndlessHead() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread.setDaemon(true);
        thread.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
                for (long i = 0; ; i++) {
                    out.write(("X-" + i + ": " + "x".repeat(1000) + "\r\n").getBytes(US_ASCII));
                }
            } catch (IOException hungUp) {
                // The next one gets the same.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
