package io.sightline.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Live streams that can be read again: HLS playlists that grow by a segment every two seconds and
 * keep all of them (type EVENT), each from its first request on. All show the same recording, over
 * and over, with a discontinuity between the turns. Ownership: the starter closes it.
 */
final class GrowingPlaylist implements AutoCloseable {

    /** There at once: a player begins three segments from the end. */
    private static final int AHEAD = 3;

    private static final Duration SEGMENT = Duration.ofSeconds(2);

    private final Path recording; // folder of the segments
    private final List<String> segments; // files of two seconds
    private final HttpServer server; // owned
    private final ExecutorService threads = Executors.newCachedThreadPool(); // owned
    private final Map<String, Instant> begun = new TreeMap<>(); // by stream; guarded by this
    private Instant ended; // guarded by this; null while streams go on

    private GrowingPlaylist(Path recording, List<String> segments, HttpServer server) {
        this.recording = recording;
        this.segments = segments;
        this.server = server;
    }

    /** Streams of a finished playlist, whose segments lie beside it. */
    static GrowingPlaylist of(Path playlist) throws IOException {
        List<String> segments =
                Files.readAllLines(playlist).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        GrowingPlaylist all = new GrowingPlaylist(playlist.getParent(), segments, server);
        server.setExecutor(all.threads);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        all.answer(exchange);
                    }
                });
        server.start();
        return all;
    }

    String url(String stream) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + stream + "/live.m3u8";
    }

    /** From now on nothing is added, and the playlists say that they are complete. */
    synchronized void end() {
        ended = Instant.now();
    }

    /** When the media of a stream began, once somebody has asked for it. */
    synchronized Instant startOf(String stream) {
        return begun.computeIfAbsent(
                stream, unused -> Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** The time of the end of what is published of a stream. */
    synchronized Instant publishedUntil(String stream) {
        Instant start = startOf(stream);
        Instant now = ended == null ? Instant.now() : ended;
        long grown = Math.max(0, Duration.between(start, now).dividedBy(SEGMENT));
        return start.plus(SEGMENT.multipliedBy(AHEAD + grown));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] parts = exchange.getRequestURI().getPath().split("/", -1);
        String file = parts[parts.length - 1];
        if (file.equals("live.m3u8")) {
            send(exchange, playlist(parts[1]).getBytes(StandardCharsets.UTF_8));
        } else if (segments.contains(file)) {
            send(exchange, Files.readAllBytes(recording.resolve(file)));
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private synchronized String playlist(String stream) {
        Instant start = startOf(stream);
        long count = Duration.between(start, publishedUntil(stream)).dividedBy(SEGMENT);
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n");
        text.append("#EXT-X-TARGETDURATION:").append(SEGMENT.toSeconds()).append('\n');
        text.append("#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (int i = 0; i < count; i++) {
            if (i > 0 && i % segments.size() == 0) {
                text.append("#EXT-X-DISCONTINUITY\n");
            }
            Instant at = start.plus(SEGMENT.multipliedBy(i));
            text.append("#EXT-X-PROGRAM-DATE-TIME:").append(at).append('\n');
            text.append("#EXTINF:").append(SEGMENT.toSeconds()).append(".0,\n");
            text.append(segments.get(i % segments.size())).append('\n');
        }
        return text.append(ended == null ? "" : "#EXT-X-ENDLIST\n").toString();
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
