package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveHlsServerTest {

    private static final int SEGMENTS = 20;

    @TempDir private Path folder;

    private final ManualClock clock = new ManualClock();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void writeFinishedStream() throws IOException {
        StringBuilder playlist = new StringBuilder("#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n");
        Files.writeString(folder.resolve("init.mp4"), "init");
        for (int i = 0; i < SEGMENTS; i++) {
            playlist.append("#EXTINF:2.000000,\ns").append(i).append(".m4s\n");
            Files.writeString(folder.resolve("s" + i + ".m4s"), "segment " + i);
        }
        Files.writeString(folder.resolve("vod.m3u8"), playlist + "#EXT-X-ENDLIST\n");
    }

    @Test
    void listsASegmentWhenItWouldHaveBeenRecorded() throws Exception {
        try (LiveHlsServer server = start()) {
            assertThat(get(server.url()).body())
                    .contains("#EXT-X-MEDIA-SEQUENCE:0\n", "#EXT-X-MAP:URI=\"init.mp4\"")
                    .contains("s1.m4s")
                    .doesNotContain("s2.m4s", "ENDLIST");
            clock.now = clock.now.plusMillis(1_999);
            assertThat(get(server.url()).body()).doesNotContain("s2.m4s");
            clock.now = clock.now.plusMillis(1);
            assertThat(get(server.url()).body())
                    .contains(
                            "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\n#EXTINF:2.0,\ns2.m4s");
        }
    }

    @Test
    void slidesTheWindowAndServesOnlyWhatIsThere() throws Exception {
        try (LiveHlsServer server = start()) {
            assertThat(get(server.url()).statusCode()).isEqualTo(200);
            clock.now = clock.now.plusSeconds(26);

            String playlist = get(server.url()).body();

            assertThat(playlist)
                    .contains("#EXT-X-MEDIA-SEQUENCE:5\n", "s5.m4s", "s14.m4s")
                    .doesNotContain("s4.m4s\n", "s15.m4s");
            assertThat(get(sibling(server, "s14.m4s")).body()).isEqualTo("segment 14");
            assertThat(get(sibling(server, "init.mp4")).body()).isEqualTo("init");
            assertThat(get(sibling(server, "s15.m4s")).statusCode()).isEqualTo(404);
            assertThat(get(sibling(server, "vod.m3u8")).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void beginsWithTheFirstRequest() throws Exception {
        try (LiveHlsServer server = start()) {
            assertThat(server.recordedSince()).isEmpty();
            clock.now = clock.now.plusSeconds(60);

            assertThat(get(server.url()).body())
                    .contains("#EXT-X-MEDIA-SEQUENCE:0\n")
                    .doesNotContain("s2.m4s");
            assertThat(server.recordedSince()).contains(clock.now.minusSeconds(4));
        }
    }

    @Test
    void answersNothingWhileItIsAway() throws Exception {
        try (LiveHlsServer server = start()) {
            server.goAway();
            assertThatThrownBy(() -> get(server.url())).isInstanceOf(IOException.class);
            server.comeBack();
            assertThat(get(server.url()).statusCode()).isEqualTo(200);
        }
    }

    private LiveHlsServer start() throws IOException {
        return LiveHlsServer.start(
                "news", folder.resolve("vod.m3u8"), Duration.ofSeconds(4), clock);
    }

    private static String sibling(LiveHlsServer server, String file) {
        return server.url().replace("live.m3u8", file);
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static final class ManualClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
