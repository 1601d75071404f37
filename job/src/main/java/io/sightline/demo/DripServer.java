package io.sightline.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Serves a file over HTTP no faster than it plays, beginning when it is asked for. */
public final class DripServer implements AutoCloseable {

    private static final int CHUNK_BYTES = 188 * 32;

    private final Path file;
    private final String name;
    private final double bytesPerSecond;
    private final Duration ahead;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final LoopbackServer server; // owned, closed in close()

    private DripServer(String name, Path file, Duration duration, Duration ahead)
            throws IOException {
        this.file = file;
        this.name = name;
        this.bytesPerSecond = Files.size(file) * 1000.0 / duration.toMillis();
        this.ahead = ahead;
        this.server = LoopbackServer.start("/" + name, this::answer);
    }

    /**
     * Begins to serve.
     *
     * @param duration how long the file plays
     * @param ahead how much of it is sent at once, as players buffer
     */
    public static DripServer start(String name, Path file, Duration duration, Duration ahead)
            throws IOException {
        return new DripServer(name, file, duration, ahead);
    }

    public String url() {
        return server.url("/" + name);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "video/mp2t");
        exchange.sendResponseHeaders(200, Files.size(file));
        long startNanos = System.nanoTime();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = exchange.getResponseBody()) {
            byte[] chunk = new byte[CHUNK_BYTES];
            long sent = 0;
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                long dueNanos = (long) (sent / bytesPerSecond * 1e9) - ahead.toNanos();
                if (stopsWithin(dueNanos - (System.nanoTime() - startNanos))) {
                    return;
                }
                out.write(chunk, 0, n);
                out.flush();
                sent += n;
            }
        }
    }

    private boolean stopsWithin(long nanos) {
        try {
            return closed.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.close();
    }
}
