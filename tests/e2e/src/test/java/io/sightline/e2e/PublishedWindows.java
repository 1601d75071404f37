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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Publishes one recording as many live HLS streams on loopback, each from another place on. A
 * segment is listed from the instant at which its last picture would have been recorded.
 */
final class PublishedWindows implements LiveLoad {

    /** Half a minute: what an outage of the job passes can be read afterwards. */
    private static final int LISTED = 15;

    private static final int THREADS = 4;

    private final List<Path> segments;
    private final List<LoadRecording.Occurrence> occurrences;
    private final Map<String, Duration> offsets = new LinkedHashMap<>(); // by stream
    private final HttpServer server; // owned
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS); // owned
    private volatile Instant begunAt = Instant.MAX;

    private PublishedWindows(LoadRecording recording, int count) throws IOException {
        segments = recording.segments();
        occurrences = recording.occurrences();
        Duration atOnce = LoadRecording.SEGMENT.multipliedBy(LISTED);
        for (int i = 0; i < count; i++) {
            offsets.put("hls-%02d".formatted(i), atOnce.plus(LoadRecording.placeOf(i)));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /** Streams of a recording, spread over its period; nothing answers yet. */
    static PublishedWindows of(LoadRecording recording, int count) throws IOException {
        return new PublishedWindows(recording, count);
    }

    @Override
    public Map<String, String> urls() {
        String root = "http://127.0.0.1:" + server.getAddress().getPort();
        Map<String, String> urls = new LinkedHashMap<>();
        offsets.keySet().forEach(id -> urls.put(id, root + "/" + id + "/live.m3u8"));
        return urls;
    }

    @Override
    public void begin() {
        begunAt = Instant.now();
        server.start();
    }

    /** When an instant of the recording is recorded, in one stream. */
    private Instant recordedAt(String stream, Duration at) {
        return begunAt.minus(offsets.get(stream)).plus(at);
    }

    /** When the segment with that instant is there for whoever asks. */
    private Instant publishedAt(String stream, Duration at) {
        long segment = at.dividedBy(LoadRecording.SEGMENT);
        return recordedAt(stream, LoadRecording.SEGMENT.multipliedBy(segment + 1));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] parts = exchange.getRequestURI().getPath().split("/", -1);
            byte[] body =
                    parts[2].endsWith(".m3u8")
                            ? playlist(parts[1]).getBytes(StandardCharsets.UTF_8)
                            : Files.readAllBytes(segments.get(number(parts[2])));
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static int number(String file) {
        return Integer.parseInt(file.substring(0, file.indexOf('.')));
    }

    private String playlist(String stream) {
        Duration recorded = Duration.between(recordedAt(stream, Duration.ZERO), Instant.now());
        int end = (int) Math.min(segments.size(), recorded.dividedBy(LoadRecording.SEGMENT));
        int first = Math.max(0, end - LISTED);
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n");
        text.append("#EXT-X-TARGETDURATION:").append(LoadRecording.SEGMENT.toSeconds());
        text.append("\n#EXT-X-MEDIA-SEQUENCE:").append(first);
        text.append("\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (int i = first; i < end; i++) {
            Instant at = recordedAt(stream, LoadRecording.SEGMENT.multipliedBy(i));
            text.append("#EXT-X-PROGRAM-DATE-TIME:").append(at).append('\n');
            text.append("#EXTINF:").append(LoadRecording.SEGMENT.toSeconds()).append(".0,\n");
            text.append(i).append(".ts\n");
        }
        return text.toString();
    }

    @Override
    public List<DueAlert> due(Instant from, Instant to) {
        List<DueAlert> due = new ArrayList<>();
        for (LoadRecording.Occurrence occurrence : occurrences) {
            for (String stream : offsets.keySet()) {
                Instant dueAt = publishedAt(stream, occurrence.due());
                if (!dueAt.isBefore(from) && dueAt.isBefore(to)) {
                    due.add(
                            new DueAlert(
                                    stream,
                                    occurrence.defect(),
                                    recordedAt(stream, occurrence.from()),
                                    dueAt,
                                    recordedAt(stream, occurrence.due())));
                }
            }
        }
        return due;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
