package io.sightline.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Serves a finished HLS playlist on the loopback interface as a live one: from the first request on
 * its window slides with the clock. Can go away, which is to close every connection without an
 * answer, and come back.
 */
public final class LiveHlsServer implements AutoCloseable {

    /** Enough for a player to wait in while the server is away for a while. */
    private static final int WINDOW_SEGMENTS = 10;

    private static final String PLAYLIST = "live.m3u8";

    private final Path folder;
    private final VodPlaylist vod;
    private final Duration ahead;
    private final Clock clock;
    private final String name;
    private final LoopbackServer server; // owned, closed in close()
    private final AtomicBoolean away = new AtomicBoolean();
    private @Nullable SlidingWindow window; // null until somebody asks; guarded by this

    private LiveHlsServer(Path folder, VodPlaylist vod, Duration ahead, Clock clock, String name)
            throws IOException {
        this.folder = folder;
        this.vod = vod;
        this.ahead = ahead;
        this.clock = clock;
        this.name = name;
        this.server = LoopbackServer.start("/" + name + "/", this::answer);
    }

    /**
     * Waits for the first request, and begins to publish then.
     *
     * @param name the path of the stream
     * @param playlist of a finished stream, its segments beside it
     * @param ahead how much media is listed at once
     */
    public static LiveHlsServer start(String name, Path playlist, Duration ahead, Clock clock)
            throws IOException {
        Path folder = playlist.toAbsolutePath().getParent();
        return new LiveHlsServer(folder, VodPlaylist.read(playlist), ahead, clock, name);
    }

    /** When the media that is published began to be recorded, once somebody has asked for it. */
    public synchronized Optional<Instant> recordedSince() {
        return Optional.ofNullable(window).map(begun -> begun.startedAt().minus(ahead));
    }

    private synchronized SlidingWindow window() {
        if (window == null) {
            window = new SlidingWindow(vod, clock.instant(), ahead, WINDOW_SEGMENTS);
        }
        return window;
    }

    public String url() {
        return server.url("/" + name + "/" + PLAYLIST);
    }

    /** From now on nothing is answered. */
    public void goAway() {
        away.set(true);
    }

    /** From now on everything is answered again; what was recorded meanwhile is there. */
    public void comeBack() {
        away.set(false);
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (away.get()) {
            return; // closed without an answer
        }
        String path = exchange.getRequestURI().getPath();
        String file = path.substring(path.lastIndexOf('/') + 1);
        if (file.equals(PLAYLIST)) {
            byte[] text = window().playlist(clock.instant()).getBytes(StandardCharsets.UTF_8);
            LoopbackServer.send(exchange, "application/vnd.apple.mpegurl", text);
        } else if (window().isAvailable(file, clock.instant())) {
            String type = file.endsWith(".ts") ? "video/mp2t" : "video/mp4";
            LoopbackServer.send(exchange, type, Files.readAllBytes(folder.resolve(file)));
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
