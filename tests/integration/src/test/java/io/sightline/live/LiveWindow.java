package io.sightline.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes a finished playlist of segments of one second as a live one: a new segment each second
 * of real time, whether or not anybody can reach it, and the last ten of them listed.
 */
final class LiveWindow implements HttpHandler {

    private static final int LISTED = 10;

    private final List<String> segments = new ArrayList<>(); // each with its duration
    private final long startNanos = System.nanoTime();
    private final int ahead;

    /**
     * @param ahead how many segments are there at once
     */
    LiveWindow(Path playlist, int ahead) throws IOException {
        List<String> lines = Files.readAllLines(playlist);
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).endsWith(".ts")) {
                segments.add(lines.get(i - 1) + "\n" + lines.get(i) + "\n");
            }
        }
        this.ahead = ahead;
    }

    private int published() {
        long seconds = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds();
        return (int) Math.min(segments.size(), seconds + ahead);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        int end = published();
        int first = Math.max(0, end - LISTED);
        StringBuilder text =
                new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n");
        text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
        for (String segment : segments.subList(first, end)) {
            text.append(segment);
        }
        Origin.send(exchange, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
