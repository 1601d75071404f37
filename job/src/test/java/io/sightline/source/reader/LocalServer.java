package io.sightline.source.reader;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves a folder on loopback, and misbehaves as told. */
final class LocalServer implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final Map<String, Integer> stalls = new ConcurrentHashMap<>();
    private final Map<String, Supplier<String>> texts = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private HttpServer server;

    LocalServer(Path folder) throws IOException {
        this.folder = folder;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    private HttpServer listen(int number) throws IOException {
        HttpServer created =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), number), 0);
        created.createContext("/", this::serve);
        created.setExecutor(threads);
        created.start();
        return created;
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    void answer(String path, int status) {
        statuses.put(path, status);
    }

    void behaveAgain(String path) {
        statuses.remove(path);
    }

    void stallAfter(String path, int bytes) {
        stalls.put(path, bytes);
    }

    void text(String path, Supplier<String> content) {
        texts.put(path, content);
    }

    void stop() {
        server.stop(0);
    }

    void startAgain() throws IOException {
        server = listen(port);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            Integer status = statuses.get(path);
            Path file = folder.resolve(path.substring(1));
            Supplier<String> text = texts.get(path);
            if (status != null) {
                exchange.sendResponseHeaders(status, -1);
            } else if (text == null && !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                byte[] body =
                        text == null
                                ? Files.readAllBytes(file)
                                : text.get().getBytes(StandardCharsets.UTF_8);
                send(exchange, body, stalls.get(path));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, byte[] body, @Nullable Integer stallAfter)
            throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        if (body.length == 0) {
            return;
        }
        try (OutputStream out = exchange.getResponseBody()) {
            if (stallAfter == null) {
                out.write(body);
            } else {
                out.write(body, 0, Math.min(stallAfter, body.length));
                out.flush();
                closing.await(); // until the test is over
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
