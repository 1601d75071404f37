package io.sightline.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A webhook receiver that behaves as a test tells it to. Ownership: the opener closes it. */
public final class Receiver implements AutoCloseable {

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Manners manners = Manners.POLITE;
    private HttpServer server;
    private final int port;

    /** What it does with a request. */
    @FunctionalInterface
    public interface Manners {
        Manners POLITE = (exchange, told) -> answer(exchange, 204);

        void handle(HttpExchange exchange, Told told) throws IOException;
    }

    /**
     * A request.
     *
     * @param headers by their names in small letters
     * @param atNanos when it came
     */
    public record Told(String path, Map<String, String> headers, String body, long atNanos) {
        public String key() {
            return headers.get("idempotency-key");
        }
    }

    public Receiver() throws IOException {
        server = open(0);
        port = server.getAddress().getPort();
    }

    private HttpServer open(int at) throws IOException {
        HttpServer opened =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 1_000);
        opened.setExecutor(threads);
        opened.createContext("/", this::handle);
        opened.start();
        return opened;
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/hook";
    }

    public Receiver with(Manners other) {
        manners = other;
        return this;
    }

    /** Nobody listens from here on. */
    public void goDown() {
        server.stop(0);
    }

    /** Somebody does again. */
    public void comeBack() throws IOException {
        server = open(port);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(
                                        name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        Told one =
                new Told(
                        exchange.getRequestURI().toString(),
                        headers,
                        new String(
                                exchange.getRequestBody().readAllBytes(),
                                java.nio.charset.StandardCharsets.UTF_8),
                        System.nanoTime());
        try {
            manners.handle(exchange, one);
        } finally {
            exchange.close();
        }
    }

    /** Takes note of a request as one that was accepted. */
    public void accept(HttpExchange exchange, Told one) throws IOException {
        told.add(one);
        answer(exchange, 204);
    }

    public static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    /** Accepted, in the order of their coming. */
    public List<Told> told() {
        return told;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
