package io.sightline.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Any number of small live HLS streams on loopback, {@code /NAME.m3u8} each, all with the same
 * moving pictures; any of them can be told to turn black. Besides, a server that takes connections
 * and never answers.
 */
final class ManyStreams implements AutoCloseable {

    static final int SEGMENT_SECONDS = 2;
    private static final int LISTED = 4;
    private static final int MADE_SEGMENTS = 30;

    private final Path folder;
    private final HttpServer server; // owned
    private final ServerSocket silent; // owned
    private final ExecutorService threads = Executors.newFixedThreadPool(4); // owned
    private final long startNanos = System.nanoTime();
    private final Map<String, Long> blackFrom = new ConcurrentHashMap<>(); // name to sequence
    private final Map<String, Long> blackSeenNanos = new ConcurrentHashMap<>();
    private final List<Socket> held = new ArrayList<>(); // guarded by itself

    ManyStreams(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        make("moving", "testsrc2=size=64x64:rate=5");
        make("black", "color=black:size=64x64:rate=5");
        silent = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::holdConnections, "silent server");
        acceptor.setDaemon(true);
        acceptor.start();
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    private void make(String name, String pictures) throws IOException {
        String words =
                "-v error -y -f lavfi -i %s:duration=%d -c:v libopenh264 -g 10 -b:v 20k -f hls"
                        + " -hls_time %d -hls_playlist_type vod -hls_segment_filename %s %s";
        String segments = folder.resolve(name + "-%03d.ts").toString();
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                words.formatted(
                                                pictures,
                                                MADE_SEGMENTS * SEGMENT_SECONDS,
                                                SEGMENT_SECONDS,
                                                segments,
                                                folder.resolve(name + ".m3u8"))
                                        .split(" ", -1)));
    }

    /** The pictures of all of them, to be played once. */
    Path recording() {
        return folder.resolve("moving.m3u8");
    }

    String url(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + ".m3u8";
    }

    /** Of a server that takes connections and never answers. */
    String silentUrl(String name) {
        return "http://127.0.0.1:" + silent.getLocalPort() + "/" + name + ".m3u8";
    }

    /** From the next segment on the stream is black. */
    void turnBlack(String name) {
        blackFrom.put(name, sequence() + 1);
    }

    /** When the first black segment was handed out, {@code System.nanoTime}; null before that. */
    Long blackSeenNanos(String name) {
        return blackSeenNanos.get(name);
    }

    private long sequence() {
        long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
        return LISTED + seconds / SEGMENT_SECONDS;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith(".m3u8")) {
            send(exchange, playlist(path.substring(1, path.length() - 5)));
        } else { // /NAME/KIND-NUMBER.ts
            String[] parts = path.substring(1).split("/", 2);
            if (parts[1].startsWith("black")) {
                blackSeenNanos.putIfAbsent(parts[0], System.nanoTime());
            }
            send(exchange, Files.readAllBytes(folder.resolve(parts[1])));
        }
    }

    private byte[] playlist(String name) {
        long last = sequence();
        long black = blackFrom.getOrDefault(name, Long.MAX_VALUE);
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n");
        text.append("#EXT-X-TARGETDURATION:").append(SEGMENT_SECONDS).append('\n');
        text.append("#EXT-X-MEDIA-SEQUENCE:").append(last - LISTED + 1).append('\n');
        for (long i = last - LISTED + 1; i <= last; i++) {
            boolean joins = i % MADE_SEGMENTS == 0 || i == black;
            text.append(joins ? "#EXT-X-DISCONTINUITY\n" : "");
            text.append("#EXTINF:").append(SEGMENT_SECONDS).append(".0,\n");
            text.append(name).append('/').append(i >= black ? "black" : "moving");
            text.append("-%03d.ts%n".formatted(i % MADE_SEGMENTS));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void holdConnections() {
        try {
            while (true) {
                Socket socket = silent.accept();
                synchronized (held) {
                    held.add(socket);
                }
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        silent.close();
        synchronized (held) {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }
}
