package io.sightline.source.ingest.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetcherTest {

    private static final int MAX_BYTES = 10_000;
    private static final Fetcher.Limits LIMITS =
            new Fetcher.Limits(MAX_BYTES, Duration.ofSeconds(20), Duration.ofSeconds(20));
    private static final Fetcher.Limits HASTY =
            new Fetcher.Limits(MAX_BYTES, Duration.ofMillis(400), Duration.ofSeconds(20));

    private final Fetcher fetcher = new Fetcher(Duration.ofSeconds(5));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void close() {
        closing.countDown();
        fetcher.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private URI at(String host, String path) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private String fetch(URI place, @Nullable ByteSpan span) throws Exception {
        return fetch(place, span, LIMITS);
    }

    private String fetch(URI place, @Nullable ByteSpan span, Fetcher.Limits limits)
            throws Exception {
        Access access = new Access(at("127.0.0.1", "/"), Map.of("X-Token", "s3cret"), false);
        byte[] body =
                fetcher.ask(new Fetcher.Wanted(place, span), access, limits, () -> {})
                        .await()
                        .body();
        return new String(body, UTF_8);
    }

    @Test
    void sendsHeadersToTheInputsOwnHostAlone() throws Exception {
        serve(
                "/who",
                exchange ->
                        answer(
                                exchange,
                                200,
                                String.valueOf(exchange.getRequestHeaders().getFirst("X-Token"))
                                        .getBytes(UTF_8)));
        serve(
                "/away",
                exchange -> {
                    exchange.getResponseHeaders()
                            .add("Location", at("localhost", "/who").toString());
                    answer(exchange, 302, new byte[0]);
                });

        assertThat(fetch(at("127.0.0.1", "/who"), null)).isEqualTo("s3cret");
        assertThat(fetch(at("localhost", "/who"), null)).isEqualTo("null");
        assertThat(fetch(at("127.0.0.1", "/away"), null)).isEqualTo("null");
    }

    @Test
    void followsAFewRedirectsAndNoneToOtherSchemes() throws Exception {
        serve("/there", exchange -> answer(exchange, 200, "found".getBytes(UTF_8)));
        redirect("/once", "/there");
        redirect("/for/ever", "/for/ever");
        redirect("/to/a/file", "file:///etc/hostname");
        redirect("/to/nowhere", "http://[");

        assertThat(fetch(at("127.0.0.1", "/once"), null)).isEqualTo("found");
        refuses("/for/ever", FetchException.Reason.SERVER_ERROR, "more than 5 redirects");
        refuses("/to/a/file", FetchException.Reason.FORBIDDEN, "the scheme 'file'");
        refuses("/to/nowhere", FetchException.Reason.UNUSABLE, "leads to no valid place");
    }

    private void redirect(String from, String to) {
        serve(
                from,
                exchange -> {
                    exchange.getResponseHeaders().add("Location", to);
                    answer(exchange, 302, new byte[0]);
                });
    }

    private void refuses(String path, FetchException.Reason reason, String message) {
        refuses(path, LIMITS, reason, message);
    }

    private void refuses(
            String path, Fetcher.Limits limits, FetchException.Reason reason, String message) {
        assertThatThrownBy(() -> fetch(at("127.0.0.1", path), null, limits))
                .isInstanceOfSatisfying(
                        FetchException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    @Test
    void unzipsUpToTheLimit() throws Exception {
        serve("/small", exchange -> answerZipped(exchange, "text".getBytes(UTF_8)));
        serve("/bomb", exchange -> answerZipped(exchange, new byte[MAX_BYTES + 1]));

        assertThat(fetch(at("127.0.0.1", "/small"), null)).isEqualTo("text");
        refuses("/bomb", FetchException.Reason.TOO_LONG, "longer than 10000 bytes");
    }

    private static void answerZipped(HttpExchange exchange, byte[] body) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(body);
        }
        exchange.getResponseHeaders().add("Content-Encoding", "gzip");
        answer(exchange, 200, zipped.toByteArray());
    }

    /** Nobody accepts, and the queue of those who wait for it is full. */
    @Test
    void givesUpOnAServerThatDoesNotTakeTheConnection() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Fetcher hasty = new Fetcher(Duration.ofMillis(300))) {
            boolean isFull = false;
            while (!isFull) {
                waiting.add(new Socket());
                try {
                    waiting.get(waiting.size() - 1).connect(full.getLocalSocketAddress(), 300);
                } catch (SocketTimeoutException unanswered) {
                    isFull = true;
                }
            }
            URI place = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/a");
            Fetcher.Limits patient =
                    new Fetcher.Limits(MAX_BYTES, Duration.ofSeconds(20), Duration.ofSeconds(20));
            assertThatThrownBy(
                            () ->
                                    hasty.ask(
                                                    new Fetcher.Wanted(place, null),
                                                    new Access(place, Map.of(), false),
                                                    patient,
                                                    () -> {})
                                            .await())
                    .isInstanceOfSatisfying(
                            FetchException.class,
                            failure ->
                                    assertThat(failure.reason())
                                            .isEqualTo(FetchException.Reason.UNREACHABLE))
                    .hasMessageContaining("HttpConnectTimeoutException");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void givesUpOnASilentServerAndOnABodyThatStalls() {
        serve("/silent", exchange -> hang(exchange, 0));
        serve("/stalls", exchange -> hang(exchange, 10));

        refuses("/silent", HASTY, FetchException.Reason.TIMEOUT, "not a byte for 0.4 s");
        refuses("/stalls", HASTY, FetchException.Reason.TIMEOUT, "not a byte for 0.4 s");
    }

    private void hang(HttpExchange exchange, int bytes) throws IOException {
        try (exchange) {
            if (bytes > 0) {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write(new byte[bytes]);
                exchange.getResponseBody().flush();
            }
            closing.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void refusesWhatIsTooLongWhateverTheServerClaims() {
        serve(
                "/endless",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0); // chunked
                    try (OutputStream out = exchange.getResponseBody()) {
                        byte[] chunk = new byte[1_000];
                        while (closing.getCount() > 0) {
                            out.write(chunk);
                        }
                    } catch (IOException closed) {
                        exchange.close();
                    }
                });

        refuses("/endless", FetchException.Reason.TOO_LONG, "longer than 10000 bytes");
        assertThatThrownBy(() -> fetch(at("127.0.0.1", "/x"), new ByteSpan(0, 10L << 30)))
                .hasMessageContaining("longer than 10000 bytes");
    }

    @Test
    void cutsTheRangeOutWhenTheServerIgnoresIt() throws Exception {
        serve("/all", exchange -> answer(exchange, 200, "0123456789".getBytes(UTF_8)));
        assertThat(fetch(at("127.0.0.1", "/all"), new ByteSpan(3, 4))).isEqualTo("3456");
    }

    @Test
    void refusesPrivateAddressesIfAskedTo() {
        Access guarded = new Access(at("127.0.0.1", "/"), Map.of(), true);
        for (String host : new String[] {"127.0.0.1", "localhost", "10.1.2.3", "[::1]"}) {
            assertThatThrownBy(
                            () ->
                                    fetcher.ask(
                                            new Fetcher.Wanted(at(host, "/"), null),
                                            guarded,
                                            LIMITS,
                                            () -> {}))
                    .hasMessageContaining("private address");
        }
        assertThatThrownBy(
                        () ->
                                new Access(URI.create("file:///a"), Map.of(), false)
                                        .require(
                                                URI.create("file:///a"),
                                                URI.create("http://host/b")))
                .hasMessageContaining("the scheme 'http'");
    }

    @Test
    void knowsPrivateNetworks() throws Exception {
        for (String address :
                new String[] {
                    "192.168.1.1",
                    "172.16.0.1",
                    "169.254.169.254",
                    "100.64.0.1",
                    "0.0.0.0",
                    "fd00::1",
                    "fe80::1",
                    "::ffff:10.0.0.1",
                    "239.1.1.1"
                }) {
            assertThat(Access.isPrivate(InetAddress.getByName(address))).as(address).isTrue();
        }
        for (String address : new String[] {"8.8.8.8", "100.128.0.1", "2001:4860:4860::8888"}) {
            assertThat(Access.isPrivate(InetAddress.getByName(address))).as(address).isFalse();
        }
    }
}
