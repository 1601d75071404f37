package io.sightline.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An HTTP server on loopback that really stops, socket closed, and comes back at the same port. It
 * serves a folder, and misbehaves on single paths as told.
 */
public final class Origin implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool(); // owned
    private final Map<String, HttpHandler> routes = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private HttpServer server; // owned

    public Origin(Path folder) throws IOException {
        this.folder = folder;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    private HttpServer listen(int number) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
        HttpServer created = HttpServer.create(address, /* backlog= */ 0);
        created.createContext("/", this::serve);
        created.setExecutor(threads);
        created.start();
        return created;
    }

    /** With what may stand before the host, {@code user:password@} for example. */
    public String url(String userInfo, String path) {
        return "http://" + userInfo + "127.0.0.1:" + port + path;
    }

    public String url(String path) {
        return url("", path);
    }

    public void route(String path, HttpHandler handler) {
        routes.put(path, handler);
    }

    /** Nothing but this status. */
    public void status(String path, int status) {
        route(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    /** Takes the request and never answers. */
    public void silence(String path) {
        route(path, exchange -> await(closing));
    }

    /** A byte of that file each second. */
    public void drip(String path, Path file) {
        route(
                path,
                exchange -> {
                    byte[] body = Files.readAllBytes(file);
                    exchange.sendResponseHeaders(200, body.length);
                    OutputStream out = exchange.getResponseBody();
                    for (byte one : body) {
                        out.write(one);
                        out.flush();
                        if (closesWithin(1)) {
                            return;
                        }
                    }
                });
    }

    /** What the supplier says at each request. */
    public void text(String path, Supplier<String> content) {
        route(path, exchange -> send(exchange, content.get().getBytes(StandardCharsets.UTF_8)));
    }

    /** So many bytes of the folder's file, and never the rest. */
    public void stallAfter(String path, int bytes) {
        route(
                path,
                exchange -> {
                    byte[] body = Files.readAllBytes(folder.resolve(path.substring(1)));
                    exchange.sendResponseHeaders(200, body.length);
                    OutputStream out = exchange.getResponseBody();
                    out.write(body, 0, Math.min(bytes, body.length));
                    out.flush();
                    await(closing);
                });
    }

    public void stop() {
        server.stop(/* delay= */ 0);
    }

    public void startAgain() throws IOException {
        server = listen(port);
    }

    public static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            HttpHandler handler = routes.get(path);
            Path file = folder.resolve(path.substring(1));
            if (handler != null) {
                handler.handle(exchange);
            } else if (Files.isRegularFile(file)) {
                send(exchange, Files.readAllBytes(file));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private boolean closesWithin(long seconds) throws IOException {
        try {
            return closing.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(/* delay= */ 0);
        threads.shutdownNow();
    }
}
