package io.sightline.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that only this machine reaches, on a free port. */
final class LoopbackServer implements AutoCloseable {

    /** Answers one request; what it leaves open is closed. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server; // owned, stopped in close()
    private final ExecutorService threads; // owned, stopped in close()

    private LoopbackServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    static LoopbackServer start(String path, Answer answer) throws IOException {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        /* backlog= */ 0);
        ExecutorService threads =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread = new Thread(task, "demo" + path);
                            thread.setDaemon(true);
                            return thread;
                        });
        server.setExecutor(threads);
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        answer.to(exchange);
                    }
                });
        server.start();
        return new LoopbackServer(server, threads);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(/* delay= */ 0);
        threads.shutdownNow();
    }
}
